#!/bin/sh
# The run host: the process that owns one run, while leaders come and go. Any POSIX shell; small, because there are many.
#
#   host.sh FOLDER WALL-CLOCK-SECONDS GRACE-SECONDS TRANSCRIPT-BLOCKS DIES-WITH-HOST WORD...
#
# Standard input is the gate. Lines `variable NAME=VALUE` and `mask SED-COMMAND` come in, then `go`. If it ends before
# `go`, the opener is dead and the host goes home (75). They do not come as arguments, which every user can see.
#
#   host      runs the command in the foreground, so that it has the signals a command should have, and so that the
#   |         jail, which dies with its parent, dies with the host; at last writes the record `end`
#   +-- keeper    reads the fifo `control`: timers, and requests of the leader to stop. The first cause counts
#   |   +-- nap       one timer
#   +-- filter    output of the command -> masked -> `transcript.log`, up to its cap
#   +-- command   the jail around the agent
export LC_ALL=C
umask 077
cd / || exit

folder=$1 wall_clock=$2 grace=$3 blocks=$4 dies_with_host=$5
shift 5
DRAIN=2

# Backslash and newline arrive as two characters; the x keeps newlines at the end.
decoded() {
  case $1 in
    *\\*) word=$(printf '%bx' "$1") word=${word%x} ;;
    *) word=$1 ;;
  esac
}

masks= isOpen=
while IFS= read -r line; do
  case $line in
    'variable '*)
      decoded "${line#variable }"
      set -- "$word" "$@"
      ;;
    'mask '*)
      masks="$masks${line#mask }
"
      ;;
    go) isOpen=1 && break ;;
  esac
done
[ -n "$isOpen" ] || exit 75
exec < /dev/null

# Sets $found.
children() {
  found=
  if [ ! -e /proc/$$/task ]; then
    found=$(ps -A -o pid= -o ppid= | while read -r pid parent; do [ "$parent" -ne "$1" ] || echo "$pid"; done)
    return
  fi
  for file in "/proc/$1"/task/*/children; do
    line=
    read -r line < "$file"
    found="$found $line"
  done
}

# Adds a process and all below it to $family, parents first.
add_tree() {
  family="$family $1 "
  children "$1"
  for child in $found; do add_tree "$child"; done
}

# Sets $family to what the host runs besides its own parts.
find_inside() {
  family=
  children $$
  for child in $found; do
    [ "$child" -eq "$filter" ] || [ "$child" -eq "$keeper" ] || add_tree "$child"
  done
}

# SIGTERM would end what holds the jail, and with it the jail, at once.
ask_to_stop() {
  find_inside
  for process in $family; do
    name=
    [ ! -e "/proc/$process/comm" ] || read -r name < "/proc/$process/comm"
    case $name in
      bwrap | unshare) ;;
      *) kill -TERM "$process" ;;
    esac
  done
}

# Says $2 to the keeper after $1 seconds, unless it is woken. Never leaves its sleep behind.
nap() {
  [ -z "$napping" ] || kill "$napping"
  (
    woken= sleeper=
    trap 'woken=1; kill "$sleeper"' TERM
    sleep "$1" &
    sleeper=$!
    [ -n "$woken" ] || wait "$sleeper"
    if [ -n "$woken" ]; then kill "$sleeper"; else echo "$2" >&4; fi
  ) &
  napping=$!
}

keep() {
  keeper=$(/bin/sh -c 'echo "$PPID"')
  napping= cause= ended=
  nap "$wall_clock" wall-clock
  while read -r event <&4; do
    case $event in
      wall-clock | no-progress | stopped)
        [ -z "$cause$ended" ] || continue
        [ "$event" != wall-clock ] || napping=
        cause=$event
        echo "$cause" > "$folder/cause"
        nap "$grace" kill
        ask_to_stop &
        ;;
      kill)
        [ -z "$ended" ] || continue
        napping=
        find_inside
        kill -KILL $family
        ;;
      # Somebody outside the jail may hold the output open: nobody waits for that.
      ended) ended=1 && nap $DRAIN drained ;;
      drained)
        napping= family=
        add_tree "$filter"
        kill $family
        ;;
      over) break ;;
    esac
  done
  [ -z "$napping" ] || kill "$napping"
  wait
}

# A jail leaves nothing behind; without one, what stayed in the session is killed. Names of processes are chosen by
# agents, so they are never parsed: the kernel escapes them in `status`.
kill_strays() {
  if [ -e /proc/$$/status ]; then
    session=$(grep -lE "^NSsid:[[:space:]]$$\$" /proc/[0-9]*/status)
  else
    session=$(ps -A -o pid= -o pgid= | while read -r pid group; do [ "$group" -ne $$ ] || echo "/proc/$pid/"; done)
  fi
  # After the session was listed: a part of the host that is started now is in neither list.
  family=" $$ "
  add_tree "$filter"
  add_tree "$keeper"
  for file in $session; do
    process=${file#/proc/} process=${process%/*}
    case $family in
      *" $process "*) ;;
      *) kill -KILL "$process" ;;
    esac
  done
}

# Unbuffered, so that what was written is there to be read. The limits end it when the transcript is full, and when a
# line is too long to be held (3 MB).
mask() {
  ulimit -c 0
  ulimit -f "$blocks"
  ulimit -d 8192
  exec sed -u -E -f /dev/fd/5 5<< SCRIPT
$masks
SCRIPT
}

# Not every sed says by its exit that it stopped before the end of its input.
filter() {
  if ! (mask > "$folder/transcript.log") || { head -c 1 > "$folder/rest" && [ -s "$folder/rest" ]; }; then
    printf '\n[reveille: the transcript is cut here]\n' >> "$folder/transcript.log"
    cat > /dev/null
  fi
  echo over >&4
}

# With `yes` the kernel kills the command when the host dies: from the first instant, for what is started too late sees that
# the host is no longer its parent. Without a jail it stays: what it has started is found only below it. A shell of its own
# becomes the command: the host's would write `Killed` into the redirected output.
BECOME='[ "$PPID" = "$0" ] || exit 137; umask 022; exec env -i -- "$@" >&3 2>&1 3>&- 4>&-'
lifeline=
if [ "$dies_with_host" = yes ] && setpriv --pdeathsig KILL -- true 2> /dev/null; then
  lifeline='setpriv --pdeathsig KILL --'
fi

mkfifo "$folder/control" "$folder/output" || exit
exec 4<> "$folder/control"
# Both ends are open before anybody needs them: a part that had yet to open its end would wait for ever for a host that was
# killed meanwhile. Only the host holds the end that is written to, so its death is the end of the output.
exec 5<> "$folder/output" 3> "$folder/output" 5< "$folder/output"
# By `exec`, because a shell keeps a copy of what it redirects for a function.
{
  exec <&5 3>&- 5<&-
  filter
} &
filter=$!
{
  exec 3>&- 5<&-
  keep
} &
keeper=$!
exec 5<&-

: > "$folder/started"
status=143
if [ ! -e "$folder/cause" ]; then
  $lifeline /bin/sh -c "$BECOME" $$ "$@"
  status=$?
fi
cause=exited
[ ! -e "$folder/cause" ] || read -r cause < "$folder/cause"
echo ended >&4
exec 3>&-
kill_strays
wait "$filter"
echo over >&4
# The keeper takes for the command whatever else the host has started: it must be gone before the record is written.
wait "$keeper"

printf '{"cause":"%s","status":%d}\n' "$cause" "$status" > "$folder/end.new"
sync "$folder/end.new" || sync
mv "$folder/end.new" "$folder/end"
rm -f "$folder/control" "$folder/output" "$folder/cause" "$folder/rest"
