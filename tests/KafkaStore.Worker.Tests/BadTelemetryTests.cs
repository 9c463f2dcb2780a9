namespace KafkaStore.Worker.Tests;

/// <summary>Variables of telemetry that can't be used end the worker at its start, with one sentence.</summary>
public sealed class BadTelemetryTests
{
    private const string Connection = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string Authentication = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";
    private const string Sound = "InstrumentationKey=00000000-0000-0000-0000-000000000000";
    private const string ConnectionExample =
        ": it has to be as in InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=https://westeurope-1.in.applicationinsights.azure.com/, which the portal shows with the resource.";
    private const string AuthenticationExample = ": it has to be as in Authorization=AAD or ClientId=ID;Authorization=AAD.";

    [Theory]
    [InlineData("secret", "a part of it has no '='")]
    [InlineData("IngestionEndpoint=https://example.org", "it has no InstrumentationKey")]
    [InlineData(Sound + ";instrumentationkey=secret", "it has instrumentationkey twice")]
    [InlineData(Sound + ";IngestionEndpoint=secret", "its IngestionEndpoint is no address")]
    public async Task AConnectionString(string text, string why) =>
        Assert.Contains($"{Connection} can't be used, since {why}{ConnectionExample}\n", await ErrorsAsync(text, ""));

    [Theory]
    [InlineData("ClientId=secret", "its Authorization is not AAD")]
    [InlineData("Authorization=AAD;Authorization=secret", "it has Authorization twice")]
    public async Task AnAuthenticationString(string text, string why) =>
        Assert.Contains($"{Authentication} can't be used, since {why}{AuthenticationExample}\n", await ErrorsAsync(Sound, text));

    private static async Task<string> ErrorsAsync(string connection, string authentication)
    {
        ToolRun run = await ToolRun.RunAsync(
            "dotnet",
            [Repository.Built("KafkaStore.FunctionApp", "KafkaStore.FunctionApp")],
            environment: new Dictionary<string, string> { [Connection] = connection, [Authentication] = authentication }
        );
        Assert.NotEqual(0, run.ExitCode);
        Assert.DoesNotContain("secret", run.Errors);
        return run.Errors;
    }
}
