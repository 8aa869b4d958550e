"""A process that answers requests to one WSGI application and says how much time each took.

Started by pages.py and listings.py: `python -m tests.bench.serving_process site|bare`. Reads JSON lines {"path", "times", "encoding"},
answers {"seconds": [...], "wall": [...], "bytes", "status"}: CPU seconds of this process, and those of the clock. With "database" it also
gives the seconds (of CPU, where the database is on this machine) in which the database answers the queries of one such request, and how many they are.
"""

import io
import json
import sys
import time
from pathlib import Path
from typing import Any


def environ(path: str, encoding: str) -> dict[str, Any]:
    target, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": "GET", "PATH_INFO": target, "QUERY_STRING": query, "SCRIPT_NAME": "", "SERVER_NAME": "localhost", "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1", "HTTP_ACCEPT": "text/html", "HTTP_ACCEPT_LANGUAGE": "en",
        "HTTP_ACCEPT_ENCODING": encoding, "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr,
        "wsgi.multithread": False, "wsgi.multiprocess": False, "wsgi.run_once": False,
    }  # fmt: skip


def answer(application: Any, path: str, encoding: str) -> tuple[float, float, int, int]:
    """CPU seconds, seconds, length and status of one request, its body read to the end."""
    status: list[int] = []
    asked = environ(path, encoding)
    began, clock = time.process_time(), time.perf_counter()
    response = application(asked, lambda line, headers, error=None: status.append(int(line[:3])))
    length = len(b"".join(response))
    getattr(response, "close", lambda: None)()
    return time.process_time() - began, time.perf_counter() - clock, length, status[0]


def _clock_of(connection: Any) -> Any:
    """A clock of the database's own CPU time: SQLite works in this process; PostgreSQL in one of its own, which is asked where it is on this machine."""
    if connection.vendor == "sqlite":
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        spent = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    local = spent.exists() and connection.settings_dict["HOST"] in {"", "localhost", "127.0.0.1"}
    return (lambda: int(spent.read_text().split()[0]) / 1e9) if local else time.perf_counter


def database(application: Any, path: str, times: int) -> dict[str, Any]:
    """The queries of a request asked again, each read to the end: the seconds of the quickest of so many times, and how many they are."""
    from django.db import connection

    asked: list[tuple[str, Any]] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        answer(application, path, "identity")

    clock = _clock_of(connection)

    def again() -> float:
        began = clock()
        for sql, params in asked:
            with connection.cursor() as cursor:
                cursor.execute(sql, params)
                cursor.fetchall()
        return clock() - began

    return {"database": min(again() for _ in range(times)), "queries": len(asked)}


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
        told = {"seconds": [seconds for seconds, *_ in found], "wall": [wall for _, wall, *_ in found], "bytes": found[-1][2], "status": found[-1][3]}
        if asked.get("database") and told["status"] == 200:
            told |= database(application, asked["path"], asked["times"])
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
