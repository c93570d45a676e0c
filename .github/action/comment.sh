#!/usr/bin/env bash
# Writes the results as a comment on the pull request, or puts them into the one that is there. A
# comment that cannot be written is a warning: the token of a fork may only read.
set -euo pipefail

mark="<!-- promptcards $PC_NAME -->"
body=$RUNNER_TEMP/promptcards-comment-$PC_NAME.md
comments=repos/$GITHUB_REPOSITORY/issues/$PC_PULL_REQUEST/comments

{
    printf '%s\n' "$mark"
    if [ -s "$PC_RESULTS/results.md" ]; then
        cat "$PC_RESULTS/results.md"
    else
        printf '### ⚠️ The suite could not be run\n\nExit code %s; [the log](%s/%s/actions/runs/%s) says why.\n' \
            "$PC_EXIT_CODE" "$GITHUB_SERVER_URL" "$GITHUB_REPOSITORY" "$GITHUB_RUN_ID"
    fi
} >"$body"

write() {
    local ids id
    ids=$(MARK=$mark gh api --paginate "$comments?per_page=100" \
        --jq '.[] | select(.body | startswith(env.MARK)) | .id') || return 1
    id=${ids%%$'\n'*}
    if [ -n "$id" ]; then
        gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" -F "body=@$body" >/dev/null
    else
        gh api --method POST "$comments" -F "body=@$body" >/dev/null
    fi
}

write || printf '::warning::%s\n' \
    "The comment could not be written. The job needs 'permissions: pull-requests: write'; pull requests from forks have no such token."
