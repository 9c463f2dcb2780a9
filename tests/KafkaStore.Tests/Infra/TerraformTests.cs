namespace KafkaStore.Tests.Infra;

/// <summary>
/// Terraform itself judges the tree: its form, and each resource against the provider's schema. The providers need not be
/// installed: a server in this process tells their schemas, which is all that <c>terraform validate</c> asks them for here.
/// </summary>
[Collection(nameof(SerialTests))]
public sealed class TerraformTests
{
    [ProgramFact("terraform")]
    public async Task TheFilesAreFormatted()
    {
        ToolRun run = await ToolRun.RunAsync(
            "terraform",
            ["fmt", "-check", "-recursive", "-diff", "-no-color"],
            InfraFolder.Terraform,
            Quiet()
        );
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
    }

    [ProgramFact("terraform")]
    public async Task TheTreeIsValidAgainstTheProvidersSchema()
    {
        ToolRun run = await ValidateAsync(InfraFolder.Terraform, change: null);
        Assert.True(run.ExitCode == 0 && run.Output.Contains("The configuration is valid."), run.Output + run.Errors);
    }

    [ProgramFact("terraform")]
    public async Task AnArgumentThatTheProviderDoesNotKnowIsNoticed()
    {
        ToolRun run = await ValidateAsync(
            InfraFolder.Terraform,
            ("modules/archive/main.tf", "shared_access_key_enabled", "shared_key_enabled")
        );
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("shared_key_enabled", run.Output + run.Errors);
    }

    [TerraformTheory]
    [InlineData("dev", "", "")]
    [InlineData("prod", "", "")]
    [InlineData(
        "prod",
        "kafka_authentication_mode=OAuthBearer kafka_oauth_client_id=app kafka_oauth_token_endpoint_url=https://login.example.com/token",
        ""
    )]
    [InlineData("prod", "archive_tier_after_days=3", "archive_tier_after_days needs")]
    [InlineData("prod", "public_endpoint=false private_network=false", "public_endpoint can only")]
    [InlineData("prod", "safety_window_seconds=90000", "staged_age_seconds must be")]
    [InlineData("prod", "kafka_username=", "Plain and SCRAM need")]
    [InlineData("prod", "kafka_authentication_mode=NotSet", "kafka_authentication_mode is needed")]
    [InlineData("prod", "kafka_authentication_mode=OAuthBearer", "OAuthBearer needs")]
    [InlineData("prod", "kafka_ssl_certificate_secret_name=certificate", "go together")]
    [InlineData(
        "prod",
        "google_cloud_identity_provider=projects/1/x google_cloud_identity_resource=api://x",
        "google_cloud_identity_provider must be"
    )]
    [InlineData("prod", "kafka_topic=a,b,c,d,e,f,g,h,i,j,k", "more than ten topics")]
    public async Task WhatCantBeDeployedIsRefusedBeforehand(string name, string inputs, string reason)
    {
        string folder = Directory.CreateTempSubdirectory("infra").FullName;
        try
        {
            // The inputs alone: Terraform asks no provider to judge them.
            foreach (string file in new[] { "variables.tf", name + ".tfvars" })
                File.Copy(Path.Combine(InfraFolder.Terraform, file), Path.Combine(folder, file));
            string[] given = [.. inputs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(input => "-var=" + input)];
            ToolRun run = await ToolRun.RunAsync(
                "terraform",
                ["plan", "-input=false", "-no-color", $"-var-file={name}.tfvars", .. given],
                folder,
                Quiet()
            );
            Assert.Equal(reason.Length > 0, run.ExitCode != 0);
            Assert.Contains(reason, run.Errors.ReplaceLineEndings(" "));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<ToolRun> ValidateAsync(string tree, (string File, string From, string To)? change)
    {
        string folder = Directory.CreateTempSubdirectory("infra").FullName;
        try
        {
            string copy = Copy(Path.GetDirectoryName(tree)!, folder);
            if (change is { } changed)
            {
                string path = Path.Combine(copy, changed.File);
                await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace(changed.From, changed.To));
            }

            await using SchemaProvider azurerm = await SchemaProvider.StartAsync("azurerm-4.55.0.json", folder);
            await using SchemaProvider azapi = await SchemaProvider.StartAsync("azapi.json", folder);
            Dictionary<string, string> environment = Quiet();
            environment["TF_DATA_DIR"] = Path.Combine(folder, "data");
            environment["TF_REATTACH_PROVIDERS"] =
                $$"""{"registry.terraform.io/hashicorp/azurerm":{{azurerm.Reattach}},"registry.terraform.io/azure/azapi":{{azapi.Reattach}}}""";
            ToolRun init = await ToolRun.RunAsync("terraform", ["init", "-backend=false", "-no-color"], copy, environment);
            return init.ExitCode == 0 ? await ToolRun.RunAsync("terraform", ["validate", "-no-color"], copy, environment) : init;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Dictionary<string, string> Quiet() =>
        new()
        {
            ["CHECKPOINT_DISABLE"] = "1",
            ["TF_CLI_CONFIG_FILE"] = "/dev/null",
            ["TF_IN_AUTOMATION"] = "1",
        };

    // With the queries beside it, which it reads.
    private static string Copy(string infra, string to)
    {
        foreach (
            string path in Directory
                .EnumerateFiles(infra, "*", SearchOption.AllDirectories)
                .Where(path => Path.GetExtension(path) is ".tf" or ".kql" or ".tfvars")
        )
        {
            string copy = Path.Combine(to, Path.GetRelativePath(infra, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        return Path.Combine(to, "terraform");
    }
}
