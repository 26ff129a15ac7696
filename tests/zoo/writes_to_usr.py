open("/usr/crosscheck-zoo", "w").close()
