#!/usr/bin/env python3
"""Opens, names, types and interrupts what nobody means well: hostile.py PROGRAM SCENARIOS [--seconds S]

PROGRAM is thalweg, SCENARIOS the folder of the built-in scenarios. Every trial ends within bounded time and memory with
status 0 or 2 (1 where the work itself cannot be done) and at most one line on standard error; what is printed is strict
JSON, what is drawn can be read, and what was there before is there afterwards. All kinds of trials take turns for S seconds, 60
if left out; --only and --count choose one kind and a number of turns. A seed repeats a run. Ends with the number of
findings, and with status 1 if there is any.
"""

import argparse
import json
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import xml.dom.minidom

TIME = 30  # seconds of a processor a trial
WAIT = 300  # seconds for what waits without end; a machine that is busy with other things is slow
NUMBERS = [0, -0.0, 1, -1, 0.5, 2, 3, 7, 1e-320, 5e-324, 1e-300, 1e-9, 1e9, 1e16, 1e154, -1e154, 1e300, 1e308, -1e308,
           1.7976931348623157e308, -1.7976931348623157e308]
TEXTS = ["", " ", "a" * 9_000, "a" * 20_000, "<img src='file:///dev/zero'>", "\u0001\u0008\u000b\u001b[2J", "\ufffe\uffff",
         "\u202egnp.exe", "=1+1", "@x", "\"\"\"", "'''\nimport os\n", "\\", "%s%n", "\n", "e pi", "sin(", "x" * 300,
         "\U0001f600" * 50, "\u0000", "&amp;<b>", "]]>", "-->"]
# What is put into a lesson's text and conditions.
WORDS = ["loss(0)", "loss(99)", "loss(-1)", "loss(1e300)", "distance(0, 0.5)", "curvature_max(1e9)", "abs(", ")", "(" * 300, "1e999",
         "-", "1/0", "and", "or not", "**9e9", "contenders[0].lr", "contenders[99].lr", "contenders[", "panels[0]", "steps", "{",
         "}", "{loss(0)}", "{1e308*10}", "$", "$$", "\\frac{", "\\sqrt", "**", "`", "[a](b)", "<img src='file:///dev/zero'>", "\u001b",
         "\u202e", "\n\n", "'", "<", ">=", "sqrt(-1)", "log(0)", "0*1e309"]
VALUES = [None, True, False, [], {}, [[]], [None], {"a": 1}, "text", [1, 2], [1, "a"], {"value": 1}]


def bounded():
    resource.setrlimit(resource.RLIMIT_CPU, (TIME, TIME + 5))


class Findings:
    def __init__(self):
        self.all = []

    def add(self, what, detail):
        self.all.append(what)
        print(f"FINDING {what}\n    {detail}", flush=True)


class Trials:
    def __init__(self, program, scenarios, seed, memory):
        self.program = str(pathlib.Path(program).resolve())
        self.random = random.Random(seed)
        self.scenarios = {f.name: f.read_text(encoding="utf-8") for f in sorted(pathlib.Path(scenarios).glob("*.thalweg"))}
        lessons = pathlib.Path(scenarios).parent / "lessons"
        self.lessons = [f.read_text(encoding="utf-8") for f in sorted(lessons.glob("*.thalweg"))]
        if not self.scenarios:
            sys.exit(f"no scenarios in {scenarios}")
        self.memory = memory
        self.findings = Findings()
        self.count = self.accepted = 0
        self.slowest = self.largest = 0

    # One run of the program.

    def call(self, folder, arguments, stdin=b"", env=None, allowed=(0, 2), quiet=False):
        """(status, output, errors); remarks on what no run may do."""
        self.count += 1
        environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
        environment.update(env or {})
        begun = time.monotonic()
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as text:
            text.write(stdin)
            text.seek(0)
            process = subprocess.Popen([os.fsencode(self.program), *map(os.fsencode, arguments)], cwd=folder,
                                       stdin=text, stdout=out, stderr=err, env=environment, preexec_fn=bounded)
            status = None
            while time.monotonic() - begun < WAIT:
                pid, code, used = os.wait4(process.pid, os.WNOHANG)
                if pid:
                    status = os.waitstatus_to_exitcode(code)
                    break
                time.sleep(0.003)
            if status is None:
                process.kill()
                _, _, used = os.wait4(process.pid, 0)
            process.returncode = 0
            out.seek(0)
            err.seek(0)
            output, errors = out.read(), err.read()
        self.accepted += status == 0
        name = " ".join(repr(a)[:200] for a in arguments)
        self.slowest = max(self.slowest, used.ru_utime + used.ru_stime)
        self.largest = max(self.largest, used.ru_maxrss / 1000)
        if status is None:
            self.findings.add(f"no end within {WAIT} s", name)
        elif status == -signal.SIGXCPU:
            self.findings.add(f"more than {TIME} s of work", name)
        elif status not in allowed:
            self.findings.add(f"status {status}", f"{name}: {errors[-300:]!r}")
        if used.ru_maxrss / 1000 > self.memory:
            self.findings.add(f"{used.ru_maxrss // 1000} MB", name)
        if status == 0 and errors and not quiet:
            self.findings.add("a word beside success", f"{name}: {errors[:300]!r}")
        if status in (1, 2) and (errors.count(b"\n") != 1 or len(errors) > 2_000):
            self.findings.add("not one line", f"{name}: {len(errors)} bytes, {errors[:300]!r}")
        if re.search(rb"[\x00-\x09\x0b-\x1f\x7f]", errors):
            self.findings.add("control characters on standard error", f"{name}: {errors[:300]!r}")
        return status, output, errors

    def strict(self, output, name):
        def refuse(word):
            raise ValueError(word)

        try:
            json.loads(output, parse_constant=refuse)
        except ValueError as error:
            self.findings.add("no strict JSON", f"{name}: {error}")

    # Mutated files.

    def spots(self, value, path=()):
        yield path
        children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, child in children:
            yield from self.spots(child, (*path, key))

    def at(self, value, path):
        for key in path:
            value = value[key]
        return value

    def mutate(self, scenario):
        r = self.random
        for _ in range(r.choice([1, 1, 1, 2, 3])):
            paths = [p for p in self.spots(scenario) if p]
            numbers = [p for p in paths if type(self.at(scenario, p)) in (int, float)]
            # Half of the changes are of numbers, for most others are refused before anything is computed.
            path = r.choice(numbers if numbers and r.random() < 0.5 else paths)
            holder, key = self.at(scenario, path[:-1]), path[-1]
            kind = r.choice([5, 5, 8]) if path in numbers and r.random() < 0.8 else r.randrange(9)
            if kind == 0:
                del holder[key]
            elif kind == 1 and isinstance(holder, list):
                holder.insert(key, json.loads(json.dumps(holder[key])))
            elif kind == 2:
                holder[key] = r.choice(TEXTS)
            elif kind == 3:
                holder[key] = json.loads(json.dumps(r.choice(VALUES)))
            elif kind == 4 and isinstance(holder, dict):
                holder[r.choice(TEXTS + ["lr", "x", "options", "view"])] = holder[key]
            elif kind == 5 and isinstance(holder[key], (int, float)) and not isinstance(holder[key], bool):
                holder[key] = holder[key] * r.choice([-1, 0.5, 2, 10, 1e-9, 1e9, 1e200]) + r.choice([0, 1, 1e-12])
            elif kind == 6 and isinstance(holder[key], list):
                r.shuffle(holder[key])
            elif kind == 7:
                other = self.at(scenario, r.choice(list(self.spots(scenario))))
                holder[key] = json.loads(json.dumps(other))
            else:
                holder[key] = r.choice(NUMBERS)

    def shorten(self, scenario):
        """Long runs are another trial's; here many files count."""
        if isinstance(scenario, dict) and isinstance(scenario.get("steps"), (int, float)):
            scenario["steps"] = min(scenario["steps"], 60)
        for panel in scenario.get("panels", []) if isinstance(scenario, dict) else []:
            if isinstance(panel, dict) and isinstance(panel.get("dimension"), int):
                panel["dimension"] = min(panel["dimension"], 40)

    def mutated(self):
        r = self.random
        text = r.choice(list(self.scenarios.values()))
        scenario = json.loads(text)
        scenario["steps"] = min(scenario.get("steps", 300), r.choice([1, 20, 60]))
        if r.random() < 0.75:
            self.mutate(scenario)
            try:
                self.shorten(scenario)
            except TypeError:
                pass
            return json.dumps(scenario, ensure_ascii=r.random() < 0.5).encode("utf-8", "surrogatepass")
        raw = bytearray(json.dumps(scenario).encode())
        for _ in range(r.choice([1, 2, 5])):
            at = r.randrange(len(raw))
            kind = r.randrange(4)
            if kind == 0:
                raw[at] = r.randrange(256)
            elif kind == 1:
                del raw[at:at + r.choice([1, 1, 4, 50])]
            elif kind == 2:
                raw[at:at] = bytes(r.choice([b"\xff", b"\x00", b"9" * 30, b"[" * 100, b'"', b"\xed\xa0\x80", b"1e999", b"-"]))
            else:
                del raw[at:]
            raw = raw or bytearray(b" ")
        steps = re.search(rb'"steps": (\d{4,})', raw)
        return bytes(raw.replace(steps.group(0), b'"steps": 60') if steps else raw)

    def try_mutation(self, folder):
        text = self.mutated()
        (folder / "m.thalweg").write_bytes(text)
        command = self.random.choice(["run", "run", "code", "png", "svg", "csv"])
        before = len(self.findings.all)
        if command == "run":
            status, output, _ = self.call(folder, ["run", "m.thalweg"])
            if status == 0:
                self.strict(output, "run m.thalweg")
        elif command == "csv":
            self.call(folder, ["run", "m.thalweg", "--format", "csv"])
        elif command == "code":
            status, output, _ = self.call(folder, ["code", "m.thalweg"])
            if status == 0:
                self.compiles(output, "code m.thalweg")
        else:
            self.call(folder, ["render", "m.thalweg", "--size", "320x240", "-o", f"m.{command}"])
        if len(self.findings.all) > before:
            self.keep(text)

    def compiles(self, output, name):
        try:
            compile(output, "script", "exec")
        except (SyntaxError, ValueError) as error:
            self.findings.add("no Python", f"{name}: {error}")

    def keep(self, text):
        folder = pathlib.Path(tempfile.gettempdir()) / "thalweg-hostile"
        folder.mkdir(exist_ok=True)
        file = folder / f"{len(self.findings.all):04}.thalweg"
        file.write_bytes(text)
        print(f"    kept as {file}", flush=True)

    # Lessons.

    def reword(self, lesson):
        """Another word somewhere in one of its texts."""
        r = self.random
        texts = [p for p in self.spots(lesson) if p and isinstance(self.at(lesson, p), str)]
        for _ in range(r.choice([1, 1, 2, 4])):
            path = r.choice(texts)
            text = self.at(lesson, path)
            at = r.randint(0, len(text))
            end = at + r.choice([0, 0, 1, 5])
            self.at(lesson, path[:-1])[path[-1]] = text[:at] + r.choice(WORDS) + text[end:]

    def try_lesson(self, folder):
        r = self.random
        if not self.lessons:
            return
        scenario = json.loads(r.choice(self.lessons))
        scenario["steps"] = min(scenario.get("steps", 300), r.choice([1, 20, 60]))
        kind = r.randrange(3)
        if kind == 0:
            self.reword(scenario["lesson"])
        elif kind == 1:
            self.mutate(scenario["lesson"])
        else:
            self.mutate(scenario)
        try:
            self.shorten(scenario)
            for page in scenario["lesson"]["pages"]:
                self.shorten(page.get("show"))
        except (AttributeError, KeyError, TypeError):
            pass  # no lesson any more
        text = json.dumps(scenario, ensure_ascii=r.random() < 0.5).encode("utf-8", "surrogatepass")
        (folder / "l.thalweg").write_bytes(text)
        before = len(self.findings.all)
        if r.random() < 0.25:
            self.call(folder, ["run", "l.thalweg"])
        else:
            self.call(folder, ["lessons", "l.thalweg", r.choice(["--check", "--check", "--list"])], allowed=(0, 1, 2))
        if len(self.findings.all) > before:
            self.keep(text)

    # Views.

    def range_text(self):
        r = self.random
        ends = [0, 5e-324, -5e-324, 1e-320, 1, -1, 0.1, 1 + 1e-9, 1 + 2**-52, 1e16, 1e154, -1e154, 1e300, 1e308, -1e308,
                1.7976931348623157e308, -1.7976931348623157e308, 1e99, -1e99, 3e38, r.uniform(-3, 3),
                10 ** r.uniform(-320, 308)]
        return sorted(r.sample(ends, 2))

    def try_view(self, folder):
        r = self.random
        objective = r.choice(["saddle", "easom", "rosenbrock", "sphere", "quadratic", "rastrigin", "forrester", "gramacy_lee",
                              "expression", "expression", "grid"])
        panel = {"objective": objective}
        one = objective in ("forrester", "gramacy_lee")
        if objective == "expression":
            formulas = ["min(x,y)", "x*y", "exp(x)", "1/x", "x^9", "log(x)", "1e300*x", "1e308*x*y", "abs(x)+y"]
            panel["options"] = {"formula": r.choice(formulas)}
        if objective == "grid":
            height = r.choice([1, 1e-300, 3e38, 1e300])
            panel["options"] = {"x": self.range_text(), "y": self.range_text(), "outside": r.choice(["linear", "clamp"]),
                                "values": [[height * r.uniform(-1, 1) for _ in range(5)] for _ in range(4)]}
        panel["view"] = {"x": self.range_text()}
        if not one:
            panel["view"]["y"] = self.range_text()
        scenario = {"thalweg": 1, "steps": 5, "panels": [panel], "contenders": [{"optimizer": "SGD", "options": {"lr": 1e-3}}],
                    "display": {"equal_axes": r.random() < 0.6, "gradient_field": r.random() < 0.3,
                                "color_scale": r.choice(["auto", "linear", "log", "rank"])}}
        text = json.dumps(scenario).encode()
        (folder / "v.thalweg").write_bytes(text)
        before = len(self.findings.all)
        kind = r.randrange(4)
        if kind == 0:
            axis = f"{scenario['panels'][0]['view']['x'][0]}:{scenario['panels'][0]['view']['x'][1]}"
            scenario["panels"][0].pop("view")
            (folder / "v.thalweg").write_text(json.dumps(scenario))
            sweep = r.random() < 0.3
            self.call(folder, ["map", "v.thalweg", *(["--kind", "sweep"] if sweep else []), f"--x-range={axis}",
                               "--resolution", "9", "-o", r.choice(["v.png", "v.csv"])], allowed=(0, 1, 2), quiet=True)
        elif kind == 1:
            chart = r.choice(["loss", "lr", "gradient_norm", "step_length", "distance", "effective_lr"])
            self.call(folder, ["render", "v.thalweg", "--chart", chart, "--size", "320x240", "-o", "v.png"])
        else:
            ending = r.choice(["png", "svg", "pdf", "gif", "webp"])
            size = r.choice(["320x240", "900x200", "200x900"])
            self.call(folder, ["render", "v.thalweg", "--size", size, "-o", f"v.{ending}"])
        if len(self.findings.all) > before:
            self.keep(text)

    # Names.

    def try_name(self, folder):
        r = self.random
        shutil.copyfile(self.sample(folder), folder / "n.thalweg")
        stem = r.choice([b"file:x", b"crypto:x", b"md5:x", b"-i", b"--", b"x\xff\xfe", b"a b", b"x\n", b"x\x1b[2J", b"%d", b"x" * 240,
                         "é".encode(), b"pipe:1", b"..x", b"'", b"$(x)", b"*"])
        ending = r.choice([b".svg", b".png", b".gif", b".csv", b".mp4"] if shutil.which("ffmpeg") else [b".svg", b".png", b".csv"])
        target = stem + ending
        inside = folder / "names"
        shutil.rmtree(inside, ignore_errors=True)
        inside.mkdir()
        option = os.fsdecode(b"-o" + target if stem.startswith(b"-") else target)
        words = [option] if stem.startswith(b"-") else ["-o", option]
        if ending == b".csv":
            status, *_ = self.call(inside, ["run", "../n.thalweg", "--format", "csv", *words], allowed=(0, 1, 2))
        else:
            more = ["--to", "2"] if ending in (b".gif", b".mp4") else []
            status, *_ = self.call(inside, ["render", "../n.thalweg", "--size", "320x240", *more, *words], allowed=(0, 1, 2))
        found = os.listdir(os.fsencode(inside))
        frames = target == b"%d.png"
        if status == 0 and not frames and (found != [target] or os.path.getsize(os.fsencode(inside) + b"/" + target) == 0):
            self.findings.add("another name than asked for", f"{target!r}: {found!r}")
        if status != 0 and found:
            self.findings.add("a stray", f"{target!r}: {found!r}")
        if r.random() < 0.3:
            odd = os.fsencode(folder) + b"/in\xff\x1b.thalweg"
            shutil.copyfile(folder / "n.thalweg", odd)
            self.call(folder, ["run", os.fsdecode(b"in\xff\x1b.thalweg")], allowed=(0,))
            self.call(folder, ["run", os.fsdecode(b"no\xff\x1b\n.thalweg")], allowed=(2,))
            os.unlink(odd)
        if r.random() < 0.3:
            self.try_home(folder)

    def try_home(self, folder):
        """A home whose name is no text, or none at all: settings are found there or left, and the work is done."""
        home = os.fsencode(folder) + self.random.choice([b"/h\xff\xfe", b"/h\x1b[2J", b"/gone/\xff", b"/h\xed\xa0\x80"])
        if b"gone" not in home:
            os.makedirs(home, exist_ok=True)
        names = {"HOME": os.fsdecode(home)}
        if self.random.random() < 0.5:
            names["XDG_CONFIG_HOME"] = names["XDG_CACHE_HOME"] = os.fsdecode(home + b"/c")
        self.call(folder, ["run", "n.thalweg"], env=names, allowed=(0,))
        self.call(folder, ["render", "n.thalweg", "--size", "320x240", "-o", "home.png"], env=names, allowed=(0,))
        if not (folder / "home.png").is_file():
            self.findings.add("no picture", repr(home))

    def sample(self, folder, **more):
        scenario = {"thalweg": 1, "steps": 5, "panels": [{"objective": "saddle"}],
                    "contenders": [{"optimizer": "SGD", "options": {"lr": 0.01}}, {"optimizer": "Adam"}], **more}
        file = folder / "sample.thalweg"
        file.write_text(json.dumps(scenario))
        return file

    # Texts.

    def try_text(self, folder):
        r = self.random
        text = "".join(r.choice(TEXTS) for _ in range(r.choice([1, 1, 2])))
        label = r.choice(TEXTS)
        file = self.sample(folder, title=text, contenders=[{"optimizer": "SGD", "label": label}])
        kind = r.randrange(4)
        if kind == 0:
            status, *_ = self.call(folder, ["render", file.name, "--size", "500x400", "--caption", "--svg-text",
                                            r.choice(["text", "outlines"]), "-o", "t.svg"])
            if status == 0:
                try:
                    xml.dom.minidom.parse(str(folder / "t.svg"))
                except Exception as error:  # any way of not being XML
                    self.findings.add("no XML", f"{text[:100]!r}: {error}")
        elif kind == 1:
            status, output, _ = self.call(folder, ["run", file.name, "--format", "csv"])
            if status == 0 and label[:1] in ("=", "+", "-", "@") and f",{label}".encode() in output:
                self.findings.add("a formula in a table", repr(label))
        elif kind == 2:
            status, output, _ = self.call(folder, ["code", file.name])
            if status == 0:
                self.compiles(output, f"code of {text[:50]!r}, {label[:50]!r}")
        else:
            word = r.choice(TEXTS).replace("\0", "")
            self.call(folder, [r.choice(["describe", "list", "explain", "run", "map", "render"]), word or " ", "--x" + word])

    # Kills and interruptions.

    def try_kill(self, folder):
        r = self.random
        inside = folder / "kills"
        shutil.rmtree(inside, ignore_errors=True)
        inside.mkdir()
        ending = r.choice(["svg", "webp", "gif", "png", "csv"])
        old = b"what was there before"
        (inside / f"k.{ending}").write_bytes(old)
        sample = self.sample(folder, steps=200)
        command = (["run", sample, "--format", "csv"] if ending == "csv" else ["render", sample, "--size", "900x700"])
        self.count += 1
        sent = r.choice([signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
        process = subprocess.Popen([self.program, *map(str, command), "-o", f"k.{ending}"], cwd=inside,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(r.uniform(0, 0.8))
        process.send_signal(sent)
        try:
            process.wait(WAIT)
        except subprocess.TimeoutExpired:
            self.findings.add("an interruption is not obeyed", f"{sent} {ending}")
            process.kill()
            process.wait()
        now = (inside / f"k.{ending}").read_bytes()
        if now != old and process.returncode != 0 and len(now) < 200:
            self.findings.add("half a file", f"{sent} {ending}: {now[:60]!r}")
        if sent == signal.SIGKILL:  # what it left is swept by the next export into the folder
            self.call(inside, ["render", str(sample), "--size", "320x240", "-o", f"k.{ending if ending != 'csv' else 'png'}"])
        left = [name for name in os.listdir(inside) if name.startswith(".")]
        if left:
            self.findings.add("a temporary is left", f"{sent} {ending}: {left}")

    # What is no regular file, and full disks.

    def try_special(self, folder):
        r = self.random
        inside = folder / "special"
        shutil.rmtree(inside, ignore_errors=True)
        inside.mkdir()
        sample = self.sample(folder)
        kind = r.randrange(5)
        if kind == 0:
            self.call(inside, ["run", str(sample), "-o", "/dev/full"], allowed=(1,))
            if not stat.S_ISCHR(os.stat("/dev/full").st_mode):
                self.findings.add("a device was replaced", "/dev/full")
        elif kind == 1:
            self.call(inside, ["run", str(sample), "-o", "/dev/null"], allowed=(0,))
            if not stat.S_ISCHR(os.stat("/dev/null").st_mode):
                self.findings.add("a device was replaced", "/dev/null")
        elif kind == 2:
            os.mkfifo(inside / "pipe.csv")
            reader = subprocess.Popen(["cat", inside / "pipe.csv"], stdout=subprocess.PIPE)
            self.call(inside, ["run", str(sample), "--format", "csv", "-o", "pipe.csv"], allowed=(0,))
            if not reader.communicate(timeout=WAIT)[0] or not stat.S_ISFIFO(os.stat(inside / "pipe.csv").st_mode):
                self.findings.add("a pipe was not written to", "pipe.csv")
        elif kind == 3:
            os.symlink("there.csv", inside / "link.csv")
            self.call(inside, ["run", str(sample), "--format", "csv", "-o", "link.csv"], allowed=(0,))
            if not (inside / "link.csv").is_symlink() or not (inside / "there.csv").is_file():
                self.findings.add("a dangling link was replaced", "link.csv")
        else:
            self.call(inside, ["run", "/dev/zero"], allowed=(2,))
            self.call(inside, ["run", str(sample), "-o", str(sample)], allowed=(2,))
            with open(inside / "locked.csv", "w") as file:
                file.write("kept")
            os.chmod(inside / "locked.csv", 0o444)
            self.call(inside, ["run", str(sample), "--format", "csv", "-o", "locked.csv"], allowed=(1,))
            if (inside / "locked.csv").read_text() != "kept":
                self.findings.add("a file without write permission was replaced", "locked.csv")

    def try_full_disk(self, folder):
        if os.geteuid() != 0 or not shutil.which("mount"):
            return
        inside = folder / "disk"
        inside.mkdir(exist_ok=True)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", inside], capture_output=True).returncode != 0:
            return
        try:
            ending = self.random.choice(["png", "svg", "pdf", "gif", "webp", "csv"])
            sample = str(self.sample(folder, steps=2000 if ending == "csv" else 40))
            command = ["run", sample, "--format", "csv"] if ending == "csv" else ["render", sample, "--size", "800x600"]
            self.call(folder, [*command, "-o", str(inside / f"f.{ending}")], allowed=(1,))
            if os.listdir(inside):
                self.findings.add("a full disk keeps a piece", str(os.listdir(inside)))
        finally:
            subprocess.run(["umount", inside])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("scenarios")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--count", type=int, help="so many turns in place of seconds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="kinds whose name has this in it, such as view")
    parser.add_argument("--memory", type=float, default=1500, help="MB a trial")
    arguments = parser.parse_args()
    # What crashes is to be counted, not kept.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    trials = Trials(arguments.program, arguments.scenarios, arguments.seed, arguments.memory)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        kinds = [trials.try_mutation, trials.try_lesson, trials.try_view, trials.try_name, trials.try_text, trials.try_kill,
                 trials.try_special, trials.try_full_disk]
        kinds = [kind for kind in kinds if arguments.only in kind.__name__]
        end = time.monotonic() + arguments.seconds
        turn = 0
        try:
            while turn < arguments.count if arguments.count is not None else time.monotonic() < end:
                kinds[turn % len(kinds)](folder)
                turn += 1
        except KeyboardInterrupt:
            print(f"interrupted after {turn} turns")
    print(f"{trials.count} trials, {trials.accepted} accepted, longest {trials.slowest:.1f} s of work, largest {trials.largest:.0f} MB, "
          f"{len(trials.findings.all)} findings")
    sys.exit(1 if trials.findings.all else 0)


if __name__ == "__main__":
    main()
