"""gunicorn's settings, read from here when it is started in this directory."""

import contextlib
import ctypes
import os

# glibc gives each thread memory of its own, and what one page frees there no other thread's page gets: two areas for all threads hold a fifth less.
M_ARENA_MAX = -8  # malloc.h
with contextlib.suppress(OSError, AttributeError):  # another C library
    ctypes.CDLL(None).mallopt(M_ARENA_MAX, 2)

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
wsgi_app = "anniversary.wsgi"
worker_class = "gthread"
# One process: the cache in memory is then one cache. More of them want a CACHE_URL that they share.
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
threads = int(os.environ.get("WEB_THREADS", "6"))
timeout = 60
graceful_timeout = 10
keepalive = 5
loglevel = os.environ.get("LOG_LEVEL", "WARNING").lower()
# A control socket would be one file for every site of this user; stopping and restarting by signal is enough here.
control_socket_disable = True
