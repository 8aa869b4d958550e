"""gunicorn's settings, read from here when it is started in this directory."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
wsgi_app = "anniversary.wsgi"
worker_class = "gthread"
# One process: the cache in memory is then one cache. More of them want a CACHE_URL that they share.
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = 60
graceful_timeout = 10
keepalive = 5
loglevel = os.environ.get("LOG_LEVEL", "WARNING").lower()
# A control socket would be one file for every site of this user; stopping and restarting by signal is enough here.
control_socket_disable = True
