# Completion of kafka-store for fish: kafka-store completion fish | source
# What may follow is asked of the program itself; files are offered beside it.
function __kafka_store_complete
    set -l program (commandline -opc)[1]
    set -l typed (string replace -r '^\s*\S+' kafka-store -- (commandline -cp))
    $program "[suggest:"(string length -- "$typed")"]" "$typed" 2>/dev/null | string match -rv '^(/.*|-\?)$'
end
complete -c kafka-store -a '(__kafka_store_complete)'
