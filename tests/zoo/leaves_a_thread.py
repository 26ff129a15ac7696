import threading
import time

x = 3
threading.Thread(target=time.sleep, args=(600,)).start()
