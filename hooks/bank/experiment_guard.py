"""Runs one script with limits; started by experiments.py in a process of its own.

On failure the last line of stderr is ``<line of the script>: <reason>``.
"""

import importlib.util
import os
import resource
import runpy
import sys
import traceback
from pathlib import Path

REFUSED = {
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "socket.sendto",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "os.kill",
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.chmod",
    "os.symlink",
    "os.link",
    "shutil.rmtree",
    "ctypes.dlopen",
}


def refuse(event: str, arguments: tuple[object, ...]) -> None:
    """Raise where the script wants more than arithmetic and print."""
    if event in REFUSED:
        raise PermissionError(f"a script may not use {event}")
    if event == "open":
        mode, flags = arguments[1], arguments[2]
        writes = isinstance(mode, str) and any(c in mode for c in "wax+")
        if writes or (isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)):
            raise PermissionError("a script may not write files")


def main() -> int:
    """Run the script named by the first argument; return the exit status.

    Further arguments: limits of memory (bytes), time (seconds) and output (bytes),
    then libraries to load besides NumPy; ``drawing`` is this folder's drawing.py.
    """
    script, memory, seconds, output = sys.argv[1], *map(int, sys.argv[2:5])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (output, output))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import numpy
    import numpy.linalg
    import numpy.random  # noqa: F401

    if "torch" in sys.argv[5:]:
        # The script itself may load no compiled code, so it is loaded before the hook;
        # _dynamo is what the first use of an optimizer would load.
        import torch
        import torch._dynamo

        torch.set_num_threads(1)
    if "drawing" in sys.argv[5:]:
        # Nothing else of this package can be imported: its folder is in no search path.
        file = Path(__file__).with_name("drawing.py")
        spec = importlib.util.spec_from_file_location("drawing", file)
        assert spec is not None and spec.loader is not None
        sys.modules["drawing"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["drawing"])
    sys.argv = [script]
    sys.addaudithook(refuse)
    try:
        runpy.run_path(script, run_name="__main__")
        sys.stdout.flush()
    except SystemExit as error:
        return 0 if error.code in (0, None) else fail(script, error, f"exit {error.code}")
    except BaseException as error:
        reason = str(error) or "no message"
        return fail(script, error, f"{type(error).__name__}: {reason}")
    return 0


def fail(script: str, error: BaseException, reason: str) -> int:
    """Print where and why the script failed; return 1."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == script]
    line = frames[-1].lineno if frames else getattr(error, "lineno", None) or 1
    text = " ".join(reason.split())[:300]
    if isinstance(error, AssertionError) and frames and frames[-1].line:
        text = f"this does not hold: {frames[-1].line}"
    print(f"{line}: {text}", file=sys.stderr)
    return 1


sys.exit(main())
