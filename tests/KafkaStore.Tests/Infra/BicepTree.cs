namespace KafkaStore.Tests.Infra;

internal sealed partial class BicepTree : Tree
{
    private readonly string main = File.ReadAllText(Path.Combine(InfraFolder.Bicep, "main.bicep"));

    public override IReadOnlyDictionary<string, string?> Inputs =>
        Input()
            .Matches(main)
            .ToDictionary(
                match => Names.Snake(match.Groups[1].Value),
                match => match.Groups[2].Success ? Value(match.Groups[2].Value) : null
            );

    public override IReadOnlySet<string> Outputs => Output().Matches(main).Select(match => Names.Snake(match.Groups[1].Value)).ToHashSet();

    public override IReadOnlyDictionary<string, string> ModuleUses =>
        Module().Matches(main).ToDictionary(match => Names.Snake(match.Groups[1].Value), match => match.Groups[2].Value);

    public override IReadOnlySet<string> Settings =>
        SettingName()
            .Matches(Section(Text("function-app"), "var settings = {", "resource plan"))
            .Select(match => match.Groups[1].Value)
            .ToHashSet();

    public override IReadOnlySet<string> AlertRules =>
        Rule()
            .Matches(Text("alerts"))
            .Select(match => string.Join(' ', match.Groups.Values.Skip(1).Select(group => Names.Snake(Value(group.Value)))))
            .ToHashSet();

    public override IReadOnlySet<string> ArchiveActions =>
        Action().Matches(Text("archive")).Select(match => match.Groups[1].Value).ToHashSet();

    public override IReadOnlySet<string> ModuleInputs(string module) =>
        Input().Matches(Text(module)).Select(match => Names.Snake(match.Groups[1].Value)).ToHashSet();

    public override IReadOnlySet<string> ModuleOutputs(string module) =>
        Output().Matches(Text(module)).Select(match => Names.Snake(match.Groups[1].Value)).ToHashSet();

    public override IReadOnlyList<string> Resources(string module)
    {
        string parent = "";
        var types = new List<string>();
        foreach (Match match in Resource().Matches(Text(module)))
        {
            bool nested = match.Groups[1].Length > 0;
            string type = nested ? $"{parent}/{match.Groups[2].Value}" : match.Groups[2].Value;
            parent = nested ? parent : type;
            types.Add(type);
        }

        return [.. types.Order(StringComparer.Ordinal)];
    }

    public override IReadOnlySet<string> Roles(string module)
    {
        var names = RoleId()
            .Matches(Text(module))
            .ToDictionary(match => match.Groups[1].Value, match => $"{match.Groups[3].Value} {match.Groups[2].Value}");
        return Assignment()
            .Matches(Text(module))
            .Select(match => $"{names.GetValueOrDefault(match.Groups[2].Value, match.Groups[2].Value)} on {match.Groups[1].Value}")
            .ToHashSet();
    }

    public override IReadOnlyDictionary<string, string> Parameters(string environment) =>
        Parameter()
            .Matches(File.ReadAllText(Path.Combine(InfraFolder.Bicep, environment + ".bicepparam")))
            .ToDictionary(match => Names.Snake(match.Groups[1].Value), match => Value(match.Groups[2].Value).Replace(": ", " = "));

    private static string Text(string module) => File.ReadAllText(Path.Combine(InfraFolder.Bicep, "modules", module + ".bicep"));

    private static string Section(string text, string from, string to) => text[text.IndexOf(from)..text.IndexOf(to)];

    private static string Value(string text) => text.Trim().Replace("'", "\"").Trim('"');

    [GeneratedRegex(@"^param (\w+) \w+(?: = (.*))?$", RegexOptions.Multiline)]
    private static partial Regex Input();

    [GeneratedRegex(@"^param (\w+) = (.*)$", RegexOptions.Multiline)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^output (\w+) \w+ =", RegexOptions.Multiline)]
    private static partial Regex Output();

    [GeneratedRegex(@"^module (\w+) 'modules/([\w-]+)\.bicep'", RegexOptions.Multiline)]
    private static partial Regex Module();

    [GeneratedRegex(@"^( *)resource \w+ '([\w./]+)(?:@[\d-]+)?'", RegexOptions.Multiline)]
    private static partial Regex Resource();

    [GeneratedRegex(@"^var (\w+) = '([0-9a-f-]{36})' // (.*)$", RegexOptions.Multiline)]
    private static partial Regex RoleId();

    [GeneratedRegex(@"roleAssignments@[\d-]+' = \{\s+name: guid\(([\w:]+)\.id, principalId, ([\w.]+)\)")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"^ +((?:Kafka|KAFKA_STORE|AzureWebJobs|AzureFunctions|APPLICATION|DURABLE)\w+):", RegexOptions.Multiline)]
    private static partial Regex SettingName();

    [GeneratedRegex(
        @"key: (.*)\n\s+text: (.*)\n\s+query: .*/([\w-]+\.kql).*\n\s+severity: (.*)\n\s+measure: (.*)\n\s+aggregation: (.*)\n\s+operator: (.*)\n\s+threshold: (.*)\n\s+failing: (.*)\n"
    )]
    private static partial Regex Rule();

    [GeneratedRegex(@"'(Microsoft\.Storage/[\w/]+/(?:read|write|delete|action))'")]
    private static partial Regex Action();
}
