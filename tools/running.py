"""Starts the site with one command: installs, prepares, serves, stops. Standard library only.

    python3 tools/running.py          the site as readers get it (gunicorn and the task worker)
    python3 tools/running.py --dev    debug pages, restarts when a file changes

HOST and PORT name where it listens (127.0.0.1, 8000). Ctrl-C, SIGTERM or a closed terminal stop both processes, and so does the
end of one of them.
"""

import contextlib
import errno
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import installing

ANSWER_SECONDS = 60  # for the site to answer once its process has started
STOP_SECONDS = 15  # for a request or task under way to finish


class Stopping:
    """Whether a signal asked to stop. Before the first child there is nothing to stop in order, and the signal simply ends us.

    A plain flag and short sleeps: threading.Event takes a lock, and a signal that comes while the main thread holds it would wait
    for itself for ever.
    """

    asked = False

    def ask(self, *_signal: object) -> None:
        self.asked = True

    def within(self, seconds: float) -> bool:
        """Waits so long and answers whether to stop; a signal ends the wait at most a tenth of a second late."""
        end = time.monotonic() + seconds
        while not self.asked and (left := end - time.monotonic()) > 0:
            time.sleep(min(0.1, left))
        return self.asked


stopping = Stopping()


def address() -> tuple[str, int]:
    """Host and port to listen on. Exits with a plain message if the port is no port or is taken."""
    host, text = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, not “{text}”. For example: make run PORT=8001")
    port = int(text)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as gunicorn does: a port that was just given up is free
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                other = port + 1 if port < 65535 else port - 1
                sys.exit(f"Port {port} is in use by another program (or by this site, already started). Another port: make run PORT={other}")
            if error.errno == errno.EACCES:
                sys.exit(f"Port {port} needs rights that you do not have here. A port above 1023 does not: make run PORT=8000")
            sys.exit(f"The site cannot listen on {host}, port {port}: {error.strerror or error}")
    return host, port


def stop_on_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup make run
            signal.signal(number, stopping.ask)


def start(*arguments: str) -> subprocess.Popen:
    """A child in a process group of its own, so that Ctrl-C reaches only us and we stop the children in order."""
    command = [str(installing.VENV_PYTHON), *arguments]
    words_at_once = os.environ | {"PYTHONUNBUFFERED": "1"}  # also into a file or a pipe
    return subprocess.Popen(command, cwd=installing.ROOT, env=words_at_once, stdin=subprocess.DEVNULL, start_new_session=True)


def tell(process: subprocess.Popen, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def stop(processes: list[subprocess.Popen]) -> None:
    """Asks all to finish what they are doing, and ends those that take too long."""
    for process in processes:
        tell(process, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            tell(process, signal.SIGKILL)
            process.wait()


def answers(host: str, port: int) -> bool:
    """Whether the site's health page answers. Asked by the name localhost, which the site always goes by."""
    shown = "127.0.0.1" if host == "0.0.0.0" else "[::1]" if host == "::" else f"[{host}]" if ":" in host else host  # noqa: S104
    request = urllib.request.Request(f"http://{shown}:{port}/healthz", headers={"Host": "localhost"})
    try:
        # No proxy: this is our own machine whatever the environment says of the way out.
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True  # it serves; what is wrong is in its log
    except OSError:
        return False


def watch(processes: dict[str, subprocess.Popen], host: str, port: int) -> str:
    """Says the address as soon as the site answers, then waits. Returns what went wrong, or nothing if a signal asked to stop."""
    deadline, announced = time.monotonic() + ANSWER_SECONDS, False
    while not stopping.within(0.5 if announced else 0.1):
        for name, process in processes.items():
            if process.poll() is not None:
                return f"{name} ended by itself (exit status {process.returncode}); its last words are above."
        if not announced and answers(host, port):
            announced = True
            print(f"\nThe site is on http://localhost:{port} and its editing on http://localhost:{port}/admin/ (Ctrl-C stops it).\n", flush=True)
        elif not announced and time.monotonic() > deadline:
            return f"The site did not answer within {ANSWER_SECONDS} seconds."
    return ""


def prepared(dev: bool) -> bool:
    """Runs the preparation to its end. False if it failed or a signal asked to stop."""
    process = start("manage.py", "site_prepare", *(["--no-static"] if dev else []))
    while process.poll() is None:
        if stopping.within(0.05):
            stop([process])
    return process.returncode == 0 and not stopping.asked


def main(dev: bool) -> int:
    host, port = address()
    installing.install("dev" if dev else "base")
    os.environ.update({"HOST": host, "PORT": str(port)} | ({"DEBUG": "1"} if dev else {}))
    stop_on_signals()
    if not prepared(dev):
        return 0 if stopping.asked else 1
    listen = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    processes = {}
    try:
        processes["The site"] = start("manage.py", "runserver", listen) if dev else start("-m", "gunicorn", "--bind", listen)
        processes["The worker"] = start("manage.py", "work")
        problem = watch(processes, host, port)
        print(problem or "\nStopping …", file=sys.stderr if problem else sys.stdout, flush=True)
    finally:
        stop(list(processes.values()))
    return 1 if problem else 0


if __name__ == "__main__":
    try:
        sys.exit(main(dev="--dev" in sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("\nStopped. The same command goes on from here.")
