"""gunicorn's settings, read from here when it is started in this directory."""

import contextlib
import ctypes
import os
import sys
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger

sys.path.insert(0, str(Path(__file__).parent))  # gunicorn does so later, for the site itself
from anniversary.logs import HideTokens, hide

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


class WithoutTokens(Logger):
    """No log holds the links that entrants and voters come in by, nor does one that somebody has written besides (--access-logfile)."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.addFilter(HideTokens())

    def atoms(self, *args: Any) -> dict[str, Any]:
        return {name: hide(value) if isinstance(value, str) else value for name, value in super().atoms(*args).items()}


logger_class = WithoutTokens
# A control socket would be one file for every site of this user; stopping and restarting by signal is enough here.
control_socket_disable = True
