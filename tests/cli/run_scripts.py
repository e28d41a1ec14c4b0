"""Runs the scripts *.py of a folder with --json beside each of them, in one process, since importing torch takes long.
What a script raises goes to a file of its name that ends in .error. With --check the scripts are only compiled.
"""

import pathlib
import runpy
import sys
import traceback
import warnings


def run(script):
    sys.argv = [str(script), "--json", str(script.with_suffix(".json"))]
    runpy.run_path(str(script), run_name="__main__")


def check(script):
    compile(script.read_text(encoding="utf-8"), str(script), "exec")


def main():
    folder, action = pathlib.Path(sys.argv[1]), check if "--check" in sys.argv else run
    if action is run:
        import torch

        torch.set_num_threads(1)
    warnings.simplefilter("ignore" if action is run else "error")
    for script in sorted(folder.glob("*.py")):
        try:
            action(script)
        except BaseException:
            script.with_suffix(".error").write_text(traceback.format_exc(), encoding="utf-8")


if __name__ == "__main__":
    main()
