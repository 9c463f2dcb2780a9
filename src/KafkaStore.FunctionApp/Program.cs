using KafkaStore.Broker;
using KafkaStore.Catalog.MySql;
using KafkaStore.FunctionApp;
using KafkaStore.Functions;
using KafkaStore.Functions.Settings;
using KafkaStore.Generations;
using KafkaStore.Hosting;
using KafkaStore.Kafka;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using var telemetry = WorkerTelemetry.Start(Environment.GetEnvironmentVariable);
FunctionsApplicationBuilder builder = FunctionsApplication.CreateBuilder(args).ConfigureFunctionsWebApplication();
builder.Logging.AddQuietServer();
var settings = AppSettings.Read(builder.Configuration, Path.Combine(AppContext.BaseDirectory, "host.json"));
var kafka = new KafkaClientOptions(settings.Brokers, settings.ConsumerGroup)
{
    Properties = settings.Kafka.ClientProperties(),
    Names = settings.Archiver.Names,
};
builder.Services.AddArchiver(settings);
var locations = StoreLocations.Parse(settings.ArchiveUrl.Text, settings.StagingUrl.Text, settings.MirrorUrls);
ScriptRoot.Find(Environment.GetEnvironmentVariable).ThrowIfWrittenTo(locations, Path.GetTempPath());
var storeSettings = StoreSettings.Read(name => builder.Configuration["KafkaStore:" + name]);
ArchiverStores stores = await ArchiverStores.OpenAsync(locations, storeSettings, spoolFolder: null, CancellationToken.None);
builder
    .Services.AddStores(stores)
    .AddSchemaKeeping(SchemaKeeping.Read(settings.SchemaRegistryUrl?.Text, name => builder.Configuration[name]));
if (settings.CatalogUrl is { } url)
    builder.Services.AddMySqlCatalog(MySqlCatalogUrl.Parse(url.Text, builder.Configuration[MySqlCatalogUrl.PasswordVariable]));
builder.Services.AddSingleton<IRecordLog>(services => new GenerationLog(
    new KafkaRecordLog(kafka, services.GetRequiredService<ILogger<KafkaRecordLog>>())
));
builder.Services.AddSingleton<ITopicIdentities>(services => new KafkaTopicIdentities(
    kafka,
    services.GetRequiredService<ILogger<KafkaTopicIdentities>>()
));
builder.Services.AddSingleton<IArchivedOffsets>(services => new GenerationOffsets(
    new KafkaArchivedOffsets(kafka, services.GetRequiredService<ILogger<KafkaArchivedOffsets>>())
));
using IHost host = telemetry.SendAtEndOf(builder.Build());
host.Run();
