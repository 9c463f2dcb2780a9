# Completion of kafka-store for bash: source <(kafka-store completion bash)
# What may follow is asked of the program itself; where it knows nothing, files are offered.
_kafka_store() {
  local typed=${COMP_LINE:0:COMP_POINT} program=${COMP_WORDS[0]} found
  typed=kafka-store${typed#*"$program"}
  found=$("$program" "[suggest:${#typed}]" "$typed" 2>/dev/null | grep -vE '^(/.*|-\?)$')
  COMPREPLY=($(compgen -W "$found" -- "${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _kafka_store kafka-store
