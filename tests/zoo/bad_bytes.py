import os

x = 3
os.write(1, b"\xff\xfe\x00 \x1b]0;title\x07 \x1b[31mred\n::error::forged\n")
