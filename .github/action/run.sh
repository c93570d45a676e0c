#!/usr/bin/env bash
# Runs the suite and leaves its results in a folder. The exit code is told as an output: the comment
# comes before the gate.
set -euo pipefail

fail() {
    printf '::error::%s\n' "$*"
    exit 1
}

case $PC_FAIL_ON in
    failures | regression | errors | never) ;;
    *) fail "fail-on is failures, regression, errors or never; it was '$PC_FAIL_ON'" ;;
esac
[[ $PC_NAME =~ ^[A-Za-z0-9_-]+$ ]] || fail "comment-id is made of letters, digits, '-' and '_'"

launcher=${PC_LAUNCHER:-$GITHUB_ACTION_PATH/promptcards}
folder=$RUNNER_TEMP/promptcards-results/$PC_NAME
mkdir -p "$folder"

# Words, with quotes as in a shell, and nothing expanded.
arguments=()
if [ -n "${PC_ARGS// /}" ]; then
    words=$(printf '%s' "$PC_ARGS" | xargs printf '%s\n') || fail "args has a quote without its pair"
    while IFS= read -r word; do
        arguments+=("$word")
    done <<<"$words"
fi
if [ "$PC_FAIL_ON" = regression ]; then
    arguments+=(--fail-on-regression)
    export PROMPTFOO_PASS_RATE_THRESHOLD=0
elif [ -n "$PC_PASS_RATE" ]; then
    export PROMPTFOO_PASS_RATE_THRESHOLD=$PC_PASS_RATE
fi

cd "$PC_FOLDER"
code=0
"$launcher" eval -c "$PC_CONFIG" ${arguments[@]+"${arguments[@]}"} \
    -o "$folder/results.json" -o "$folder/results.junit.xml" \
    -o "$folder/results.md" -o "$folder/results.html" || code=$?

{
    printf 'folder=%s\n' "$folder"
    printf 'exit-code=%s\n' "$code"
} >>"$GITHUB_OUTPUT"
if [ -s "$folder/results.md" ]; then
    cat "$folder/results.md" >>"$GITHUB_STEP_SUMMARY"
fi
