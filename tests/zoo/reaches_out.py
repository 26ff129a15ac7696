import socket

try:
    server = socket.create_server(("127.0.0.1", 0))
    x = "listening on " + ", ".join(name for _, name in socket.if_nameindex())
    socket.create_connection(("127.0.0.1", PORT), timeout=2)
    x = "connected"
except OSError as error:
    x = type(error).__name__
