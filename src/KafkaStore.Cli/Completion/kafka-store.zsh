#compdef kafka-store
# Completion of kafka-store for zsh: source <(kafka-store completion zsh), or as the file _kafka-store in a folder of $fpath.
# What may follow is asked of the program itself; where it knows nothing, files are offered.
_kafka_store() {
  local typed="kafka-store ${(j: :)words[2,CURRENT]}"
  local -a found
  found=(${(f)"$("$words[1]" "[suggest:${#typed}]" "$typed" 2>/dev/null | grep -vE '^(/.*|-\?)$')"})
  if (( $#found )); then
    compadd -- $found
  else
    _files
  fi
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _kafka_store "$@"
else
  compdef _kafka_store kafka-store
fi
