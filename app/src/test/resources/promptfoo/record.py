#!/usr/bin/env python3
"""record.py PROMPTFOO [FOLDER…]: writes golden.json beside each promptfooconfig.yaml: what promptfoo
made of it. PROMPTFOO is its command. README.md says what has to stand ready."""
import json, os, re, subprocess, sys, tempfile, yaml

HERE = os.path.dirname(os.path.abspath(__file__))
NEEDS = {"javascript": "javascript", "python": "python", "is-sql": "sql", "contains-sql": "sql", "meteor": "wordnet"}


def rounded(value):
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    return round(float(value), 6)


def kinds(assertions):
    for one in assertions or []:
        if isinstance(one, dict):
            yield str(one.get("type", "")).removeprefix("not-")
            yield from kinds(one.get("assert"))


def provider(name):
    return (name or "").replace(os.environ["OPENAI_BASE_URL"], "OPENAI_BASE_URL")


def read_case(row):
    grading = row.get("gradingResult") or {}
    components = [
        {"type": (c.get("assertion") or {}).get("type"), "pass": c.get("pass"), "score": rounded(c.get("score"))}
        for c in grading.get("componentResults") or []]
    needs = {NEEDS[k] for k in kinds((row.get("testCase") or {}).get("assert")) if k in NEEDS}
    case = {
        "test_idx": row["testIdx"], "prompt_idx": row["promptIdx"],
        "provider": provider((row.get("provider") or {}).get("id")),
        "vars": row.get("vars"), "success": row["success"], "score": rounded(row["score"]),
        "failureReason": row["failureReason"],
        "namedScores": {k: rounded(v) for k, v in (row.get("namedScores") or {}).items()},
        "components": components, "prompt": (row.get("prompt") or {}).get("raw"),
        "output": (row.get("response") or {}).get("output"), "needs": sorted(needs)}
    said = grading.get("reason") if grading else row.get("error")
    if said:
        case["reason" if grading else "error"] = short(said)
    return case


def read_column(column):
    metrics = column.get("metrics") or {}
    return {
        "provider": provider(column.get("provider")), "label": column.get("label"), "score": rounded(metrics.get("score")),
        "pass": metrics.get("testPassCount"), "fail": metrics.get("testFailCount"), "error": metrics.get("testErrorCount"),
        "namedScores": {k: rounded(v) for k, v in (metrics.get("namedScores") or {}).items()}}


def complaint(text):
    """The error among what a command said: no stack, no path."""
    lines = [l.strip() for l in text.splitlines() if l.strip() and "arning" not in l[:50]]
    errors = [l for l in lines if re.match(r"(\w+ )?\[?\w*(Error|Exception)\b", l)]
    return short((errors or lines or [""])[0])


def short(text):
    return re.sub(r"(file://)?/[\w./-]*/", "", str(text).split("\n")[0])[:200]


def record(promptfoo, folder):
    with tempfile.TemporaryDirectory() as scratch:
        out = os.path.join(scratch, "out.json")
        told = subprocess.run(
            [promptfoo, "eval", "-c", "promptfooconfig.yaml", "-o", out, "--no-write", "--no-table", "--no-cache"],
            cwd=folder, capture_output=True, text=True, timeout=120,
            env=os.environ | {"PROMPTFOO_DISABLE_TELEMETRY": "1", "PROMPTFOO_DISABLE_UPDATE": "1"})
        golden = {"config": os.path.basename(folder), "exit_code": told.returncode}
        if not os.path.exists(out):
            return golden | {"cli_error": complaint(told.stderr + told.stdout), "cases": []}
        with open(out, encoding="utf-8") as file:
            results = json.load(file)["results"]
    stats = results["stats"]
    golden["stats"] = {k: stats[k] for k in ("successes", "failures", "errors")}
    golden["prompts"] = [read_column(p) for p in results["prompts"]]
    golden["cases"] = sorted((read_case(r) for r in results["results"]), key=lambda c: (c["test_idx"], c["prompt_idx"]))
    return golden


def remark(golden, remarks):
    """remarks.yaml: `all` (flags of the whole folder) and `cases` (test/prompt or test -> flag and note)."""
    golden |= remarks.get("all") or {}
    cases = remarks.get("cases") or {}
    for case in golden["cases"]:
        for at in (case["test_idx"], "%s/%s" % (case["test_idx"], case["prompt_idx"])):
            case |= cases.get(at) or {}
    return golden


def main(promptfoo, *names):
    for name in names or sorted(os.listdir(HERE)):
        folder = os.path.join(HERE, name.rstrip("/"))
        if not os.path.exists(os.path.join(folder, "promptfooconfig.yaml")):
            continue
        golden, remarks = record(promptfoo, folder), os.path.join(folder, "remarks.yaml")
        if os.path.exists(remarks):
            with open(remarks, encoding="utf-8") as file:
                golden = remark(golden, yaml.safe_load(file))
        with open(os.path.join(folder, "golden.json"), "w", encoding="utf-8") as file:
            json.dump(golden, file, ensure_ascii=False, indent=1)
            file.write("\n")
        print(name, golden["exit_code"], golden.get("stats") or golden.get("cli_error"), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
