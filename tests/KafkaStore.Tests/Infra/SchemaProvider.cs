using System.Buffers.Binary;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KafkaStore.Tests.Infra;

/// <summary>
/// A Terraform provider that knows its schema and nothing else: it takes every configuration that Terraform, which checks
/// types, names and required arguments by that schema, lets through.
/// </summary>
internal sealed class SchemaProvider : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly string socket;

    private SchemaProvider(WebApplication server, string socket) => (this.server, this.socket) = (server, socket);

    /// <summary>How Terraform finds it, an element of <c>TF_REATTACH_PROVIDERS</c>.</summary>
    public string Reattach =>
        JsonSerializer.Serialize(
            new
            {
                Protocol = "grpc",
                ProtocolVersion = 5,
                Pid = Environment.ProcessId,
                Test = true,
                Addr = new { Network = "unix", String = socket },
            }
        );

    public static async Task<SchemaProvider> StartAsync(string schemaFile, string folder)
    {
        using var schema = JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Infra", "Schemas", schemaFile))
        );
        byte[] answer = ProviderSchema.Encode(schema.RootElement);
        string socket = Path.Combine(folder, Path.ChangeExtension(schemaFile, ".sock"));
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(socket, listen => listen.Protocols = HttpProtocols.Http2));
        WebApplication server = builder.Build();
        server.Run(context => AnswerAsync(context, answer));
        await server.StartAsync();
        return new SchemaProvider(server, socket);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static async Task AnswerAsync(HttpContext context, byte[] schema)
    {
        using var request = new MemoryStream();
        await context.Request.Body.CopyToAsync(request);
        byte[]? answer = context.Request.Path.Value switch
        {
            "/tfplugin5.Provider/GetSchema" => schema,
            "/tfplugin5.Provider/PrepareProviderConfig" => request.ToArray()[5..], // prepared as it came: both have it in field 1
            "/tfplugin5.Provider/ValidateResourceTypeConfig"
            or "/tfplugin5.Provider/ValidateDataSourceConfig"
            or "/tfplugin5.Provider/Stop" => [],
            "/plugin.GRPCController/Shutdown" => [],
            _ => null,
        };
        context.Response.ContentType = "application/grpc";
        if (answer is not null)
        {
            byte[] prefix = new byte[5];
            BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(1), answer.Length);
            await context.Response.Body.WriteAsync(prefix);
            await context.Response.Body.WriteAsync(answer);
        }

        context.Response.AppendTrailer("grpc-status", answer is null ? "12" : "0"); // 12: not implemented
    }
}
