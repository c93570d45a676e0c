#!/usr/bin/env bash
# Ends with the exit code of the run, as far as it is asked to fail the job.
set -euo pipefail

code=${PC_EXIT_CODE:-1}
case $PC_FAIL_ON in
    never) exit 0 ;;
    # 1 says that something else than a test went wrong.
    errors) [ "$code" != 1 ] || exit 1 ;;
    *) exit "$code" ;;
esac
