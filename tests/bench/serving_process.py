"""A process that answers requests to one WSGI application and says how much CPU time each took.

Started by pages.py: `python -m tests.bench.serving_process site|bare`. Reads JSON lines {"path", "times", "encoding"}, answers
{"seconds": [...], "status"}.
"""

import io
import json
import sys
import time
from typing import Any


def environ(path: str, encoding: str) -> dict[str, Any]:
    target, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": "GET", "PATH_INFO": target, "QUERY_STRING": query, "SCRIPT_NAME": "", "SERVER_NAME": "localhost", "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1", "HTTP_ACCEPT": "text/html", "HTTP_ACCEPT_LANGUAGE": "en",
        "HTTP_ACCEPT_ENCODING": encoding, "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr,
        "wsgi.multithread": False, "wsgi.multiprocess": False, "wsgi.run_once": False,
    }  # fmt: skip


def answer(application: Any, path: str, encoding: str) -> tuple[float, int]:
    """CPU seconds and status of one request, its body read to the end."""
    status: list[int] = []
    asked = environ(path, encoding)
    began = time.process_time()
    response = application(asked, lambda line, headers, error=None: status.append(int(line[:3])))
    b"".join(response)
    getattr(response, "close", lambda: None)()
    return time.process_time() - began, status[0]


def site() -> Any:
    from anniversary.wsgi import application

    return application


def bare() -> Any:
    from .bare import application

    return application()


def main() -> None:
    application = {"site": site, "bare": bare}[sys.argv[1]]()
    print("ready", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        found = [answer(application, asked["path"], asked["encoding"]) for _ in range(asked["times"])]
        print(json.dumps({"seconds": [seconds for seconds, _ in found], "status": found[-1][1]}), flush=True)


if __name__ == "__main__":
    main()
