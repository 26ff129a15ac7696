"""A child in a session of its own keeps four gigabytes of the card when its parent has ended."""

import subprocess
import sys

CHILD = """
import time, torch
held = torch.ones(1 << 30, device="cuda")
torch.cuda.synchronize()
print("held", flush=True)
time.sleep(60)
"""
child = subprocess.Popen([sys.executable, "-c", CHILD], stdout=subprocess.PIPE, start_new_session=True)
x = child.stdout.readline().decode().strip()
