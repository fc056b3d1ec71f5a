#!/bin/sh
# Signalbox: hands the hook payload on stdin to the local server.
# Silent and successful whatever happens, since output would reach the model and a failure the person.
# Port and key come from the files beside it, so that neither stands on a command line or in a settings file.
# The argument "signalbox" marks our entries in a settings file; the one behind it names the CLI, Claude Code if none.
# With "wait" behind that the server may hold the hook until somebody answers, and only then something is printed.
exec 3>&1 >/dev/null 2>&1
# A headless CLI does not wait for the hook of its failure, and cuts it off as it leaves. One that waits goes at once.
[ "${3:-}" = wait ] || trap '' HUP INT TERM
folder=${0%/*}

# Who speaks: `pid`, `entry` and `pane`. Only words of the shell, since every other program costs milliseconds.
identify() {
  pid=$PPID entry='' pane=${TMUX_PANE:-} command='' session=''
  case $cli in
    claude) pid=${CLAUDE_PID:-} entry=${CLAUDE_CODE_ENTRYPOINT:-} ;;
    codex)
      # In a terminal, Codex leaves its hooks to a daemon that serves all of its sessions, of other panes too.
      # The daemon leads a session of its own; only then is it worth to read a command line, which may be long.
      [ ! -r "/proc/$PPID/stat" ] || read -r _ _ _ _ _ session _ <"/proc/$PPID/stat"
      [ "$session" != "$PPID" ] || read -r command <"/proc/$PPID/cmdline"
      case ${CODEX_INTERNAL_APP_SERVER_REMOTE_CONTROL_DISABLED:-}$command in
        1* | *codex*app-server*--managed-daemon*) pid='' pane='' entry=app-server ;;
      esac
      ;;
  esac
}

send() {
  [ -r "$folder/key" ] && [ -r "$folder/port" ] || return 1
  read -r port <"$folder/port"
  case $port in '' | *[!0-9]*) return 1 ;; esac
  cli=${2:-claude}
  case $cli in *[!a-z]*) return 1 ;; esac
  identify
  limit=2 waits='' out=1
  asks=${SIGNALBOX_ASK_SECONDS:-}
  case $asks in *[!0-9]* | ?????*) asks='' ;; esac
  # Headless there is no dialog that a person could answer meanwhile: it would stand still. Only what Signalbox runs itself
  # may ask for so long.
  case ${3:-}:$entry:$asks in
    wait:cli:*) limit=3590 waits=1 out=3 ;;
    wait:*:?*) limit=$asks waits=1 out=3 ;;
  esac
  # -q: the person's own curl settings must not change what is sent. An empty header is not sent.
  curl -q -sf --noproxy '*' --connect-timeout 1 -m "$limit" \
    -H "@$folder/key" -H 'content-type: application/json' -H 'expect:' \
    -H "x-signalbox-pid: $pid" -H "x-signalbox-entry: $entry" -H "x-tmux-pane: $pane" -H "x-signalbox-waits: $waits" \
    --data-binary @- "http://127.0.0.1:$port/hooks/$cli" >&"$out"
}

# A payload left unread would break the CLI's pipe, which it reports.
send "$@" || cat
exit 0
