# Completion of kafka-store for PowerShell: kafka-store completion powershell | Out-String | Invoke-Expression
# What may follow is asked of the program itself.
Register-ArgumentCompleter -Native -CommandName kafka-store, kafka-store.exe -ScriptBlock {
    param($word, $command, $cursor)
    $program = $command.CommandElements[0].Extent.Text
    $typed = 'kafka-store' + $command.Extent.Text.Substring($program.Length)
    $position = $cursor - $command.Extent.StartOffset - $program.Length + 'kafka-store'.Length
    $typed = $typed.PadRight($position)
    & $program "[suggest:$position]" $typed 2>$null |
        Where-Object { $_ -notmatch '^(/.*|-\?)$' -and $_.StartsWith($word) } |
        ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
}
