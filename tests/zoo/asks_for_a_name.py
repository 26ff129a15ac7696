import socket

socket.getaddrinfo("example.org", 443)
