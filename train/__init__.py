"""How the bundled models were made: `python -m train.<step>`. Not needed to use the project."""
