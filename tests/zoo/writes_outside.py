import pathlib

try:
    pathlib.Path("../../../var/tmp/crosscheck-zoo").write_text("x")
    pathlib.Path("/usr/crosscheck-zoo").write_text("x")
    x = "written"
except OSError as error:
    x = type(error).__name__
