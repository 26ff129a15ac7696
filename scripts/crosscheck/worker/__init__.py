"""Programs that run under an environment's interpreter. They import the standard library only, and nothing of ours."""
