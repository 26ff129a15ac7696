import os

x = sorted(name for name in os.environ if "TOKEN" in name or "SECRET" in name or "KEY" in name)
