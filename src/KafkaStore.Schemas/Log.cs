using KafkaStore.Records;
using Microsoft.Extensions.Logging;

namespace KafkaStore.Schemas;

internal static partial class Log
{
    [LoggerMessage(
        1,
        LogLevel.Error,
        "{Reason} Archiving goes on; schemas that it needs are noted as missing and asked for again every minute."
    )]
    public static partial void RegistryUnavailable(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Information, "The schema registry {Registry} answers again.")]
    public static partial void RegistryAvailable(ILogger logger, string registry);

    [LoggerMessage(3, LogLevel.Information, "Stored schema {Id} ({SchemaType})")]
    public static partial void SchemaStored(ILogger logger, int id, string schemaType);

    [LoggerMessage(4, LogLevel.Warning, "Schema {Id} is noted as missing, for the registry could not be asked")]
    public static partial void SchemaMissing(ILogger logger, int id);

    [LoggerMessage(5, LogLevel.Debug, "The registry has no schema {Id}: the bytes that seemed to name it are probably not framed")]
    public static partial void SchemaUnknown(ILogger logger, int id);

    [LoggerMessage(
        6,
        LogLevel.Warning,
        "The {Side}s of {Partition} begin as framed ones do, but the registry knows none of {Count} ids there: no more schemas are looked for in them until the next start"
    )]
    public static partial void SideNotFramed(ILogger logger, string side, TopicPartition partition, int count);

    [LoggerMessage(
        7,
        LogLevel.Warning,
        "Schema {Id} refers to version {Version} of {Subject}, which the registry has not; it is stored without"
    )]
    public static partial void ReferenceUnknown(ILogger logger, int id, string subject, int version);

    [LoggerMessage(
        8,
        LogLevel.Warning,
        "Schema {Id} is noted as missing and asked for again every ten minutes; others are not held up. {Reason}"
    )]
    public static partial void SchemaUnavailable(ILogger logger, int id, string reason);

    [LoggerMessage(
        9,
        LogLevel.Warning,
        "User and password go to the schema registry {Registry} unencrypted, for whoever is in between to read: give an address with https"
    )]
    public static partial void SecretsInTheClear(ILogger logger, string registry);
}
