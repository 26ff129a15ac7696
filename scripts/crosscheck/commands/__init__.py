"""One thin command a file: read options, tell the story, choose the exit status."""
