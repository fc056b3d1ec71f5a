#!/bin/sh
# Signalbox: hands the hook payload on stdin to the local server.
# Silent and successful whatever happens, since output would reach the model and a failure the person.
# Port and key come from the files beside it, so that neither stands on a command line or in a settings file.
# The argument "signalbox" marks our entries in a settings file; the script does not read it.
exec >/dev/null 2>&1
# A headless CLI does not wait for the hook of its failure, and cuts it off as it leaves.
trap '' HUP INT TERM
folder=${0%/*}

send() {
  [ -r "$folder/key" ] && [ -r "$folder/port" ] || return 1
  read -r port <"$folder/port"
  case $port in '' | *[!0-9]*) return 1 ;; esac
  # -q: the person's own curl settings must not change what is sent. An empty header is not sent.
  curl -q -sf --noproxy '*' --connect-timeout 1 -m 2 \
    -H "@$folder/key" -H 'content-type: application/json' -H 'expect:' \
    -H "x-signalbox-pid: ${CLAUDE_PID:-}" \
    -H "x-signalbox-entry: ${CLAUDE_CODE_ENTRYPOINT:-}" \
    -H "x-tmux-pane: ${TMUX_PANE:-}" \
    --data-binary @- "http://127.0.0.1:$port/hooks/claude"
}

# A payload left unread would break the CLI's pipe, which it reports.
send || cat
exit 0
