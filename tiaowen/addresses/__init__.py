"""《…》第四十四条第（三）项: addresses, titles and versions, and which clauses they name."""
