"""A message with the turns before it -> complete questions, each answered."""
