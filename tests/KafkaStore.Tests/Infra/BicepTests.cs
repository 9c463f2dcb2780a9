using System.Text.Json;
using System.Text.RegularExpressions;
using KafkaStore.Tests.Support;

namespace KafkaStore.Tests.Infra;

/// <summary>The real compiler, with the resource types that it carries, has nothing to say about the tree.</summary>
[Collection(nameof(SerialTests))]
public sealed partial class BicepTests
{
    [BicepTheory]
    [InlineData("main")]
    [InlineData("dev")]
    [InlineData("prod")]
    public async Task AParameterFileAndAllBelowItCompileWithoutADiagnostic(string name)
    {
        ToolRun run = await ToolRun.RunAsync(BicepTheoryAttribute.Compiler!, ["build-params", name + ".bicepparam", "--stdout"], InfraFolder.Bicep);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
    }

    [BicepTheory]
    [InlineData("dev", false)]
    [InlineData("prod", true)]
    public async Task WhatWouldBeDeployedIsAsTheParametersSay(string name, bool isPrivate)
    {
        JsonElement[] resources = await PredictAsync(name, "");
        string[] types = [.. resources.Select(resource => resource.GetProperty("type").GetString()!)];
        Assert.Equal(3, types.Count(type => type == "Microsoft.Storage/storageAccounts"));
        Assert.Equal(isPrivate ? 6 : 0, types.Count(type => type == "Microsoft.Network/privateEndpoints"));
        Assert.Equal(isPrivate, types.Contains("Microsoft.DurableTask/schedulers/taskHubs"));
        Assert.All(resources.Where(resource => resource.GetProperty("type").GetString() == "Microsoft.Storage/storageAccounts"), account =>
        {
            JsonElement properties = account.GetProperty("properties");
            Assert.False(properties.GetProperty("allowSharedKeyAccess").GetBoolean());
            Assert.Equal(isPrivate ? "Disabled" : "Enabled", properties.GetProperty("publicNetworkAccess").GetString());
        });
    }

    [BicepTheory]
    [InlineData("param archiveTierAfterDays = 3", "archiveTierAfterDays needs")]
    [InlineData("param publicEndpoint = false\nparam privateNetwork = false", "publicEndpoint can only")]
    [InlineData("param safetyWindowSeconds = 90000", "stagedAgeSeconds must be")]
    public async Task WhatCantBeDeployedIsRefusedBeforehand(string parameters, string reason)
    {
        Exception refused = await Assert.ThrowsAnyAsync<Exception>(() => PredictAsync("prod", parameters));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    private static async Task<JsonElement[]> PredictAsync(string name, string parameters)
    {
        string folder = Directory.CreateTempSubdirectory("infra").FullName;
        try
        {
            string changed = string.Join('|', Parameter().Matches(parameters).Select(match => match.Groups[1].Value).DefaultIfEmpty("-"));
            string text = Regex.Replace(await File.ReadAllTextAsync(Path.Combine(InfraFolder.Bicep, name + ".bicepparam")), $"(?m)^param (?:{changed}) = .*$", "");
            string file = Path.Combine(folder, name + ".bicepparam");
            await File.WriteAllTextAsync(file, text.Replace("'main.bicep'", $"'{Path.GetRelativePath(folder, Path.Combine(InfraFolder.Bicep, "main.bicep"))}'", StringComparison.Ordinal) + "\n" + parameters + "\n");
            string[] arguments = ["snapshot", file, "--mode", "overwrite", "--subscription-id", Guid.Empty.ToString(), "--tenant-id", Guid.Empty.ToString()];
            ToolRun run = await ToolRun.RunAsync(BicepTheoryAttribute.Compiler!, arguments, folder);
            if (run.ExitCode != 0 || run.Errors.Length > 0)
                throw new InvalidOperationException(run.Errors);
            using JsonDocument made = JsonDocument.Parse(await File.ReadAllTextAsync(Path.ChangeExtension(file, ".snapshot.json")));
            return [.. made.RootElement.GetProperty("predictedResources").EnumerateArray().Select(resource => resource.Clone())];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex(@"param (\w+) =")]
    private static partial Regex Parameter();
}
