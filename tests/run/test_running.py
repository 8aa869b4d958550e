"""What tools/running.py promises of signals, without a site."""

import subprocess
import sys
from pathlib import Path

TOOLS = Path(__file__).resolve().parents[2] / "tools"

# A signal every 20 microseconds or so finds any lock that the main thread may hold when it comes.
STORM = """
import signal, sys
sys.path.insert(0, sys.argv[1])
import running
came = 0
ask = running.stopping.ask
def counted(*signal_):
    global came
    came += 1
    ask()
running.stopping.ask = counted
running.stop_on_signals()
signal.signal(signal.SIGALRM, signal.getsignal(signal.SIGTERM))
signal.setitimer(signal.ITIMER_REAL, 0.00002, 0.00002)
while came < 3000:
    running.stopping.asked = False
    running.stopping.within(0.00005)
signal.setitimer(signal.ITIMER_REAL, 0)
print("through", running.stopping.within(60))
"""


def test_a_signal_at_any_moment_is_heard_and_waits_for_nothing():
    run = subprocess.run([sys.executable, "-c", STORM, str(TOOLS)], capture_output=True, text=True, timeout=60)
    assert (run.stdout, run.returncode) == ("through True\n", 0), run.stderr
