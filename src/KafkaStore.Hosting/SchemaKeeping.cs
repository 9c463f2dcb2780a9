using KafkaStore.Archiving;
using KafkaStore.Reading.Formats;
using KafkaStore.Schemas.Keeping;
using KafkaStore.Schemas.Reading;
using KafkaStore.Schemas.Registry;
using KafkaStore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KafkaStore.Hosting;

/// <summary>Keeps the schemas of framed keys and values in the archive; the same for both hosts.</summary>
public static class SchemaKeeping
{
    /// <summary>Takes precedence over the user in the registry's address.</summary>
    public const string UserVariable = "KAFKA_STORE_SCHEMA_REGISTRY_USER";

    /// <summary>Takes precedence over the password in the registry's address.</summary>
    public const string PasswordVariable = "KAFKA_STORE_SCHEMA_REGISTRY_PASSWORD";

    /// <summary>Where the registry is; null for none.</summary>
    /// <param name="url">Its address; null or empty for none.</param>
    /// <param name="variable">Finds the two variables; what is null or empty there counts as not set.</param>
    /// <exception cref="FormatException">The address can't be used; one sentence.</exception>
    public static SchemaRegistryOptions? Read(string? url, Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return string.IsNullOrWhiteSpace(url) ? null : SchemaRegistryOptions.Parse(url.Trim(), Set(UserVariable), Set(PasswordVariable));

        string? Set(string name) => variable(name) is { Length: > 0 } set ? set : null;
    }

    /// <summary>Decodes keys and values by the schemas that the archive keeps. The host also registers <see cref="IObjectReader"/> (the archive) and a clock.</summary>
    public static IServiceCollection AddSchemaReading(this IServiceCollection services) =>
        services.AddSingleton<StoredSchemas>().AddSingleton<IValueDecoder, AvroValueReader>();

    /// <summary>Keeps none where there is no registry; decodes by those that are kept anyway. The host also registers <see cref="IObjectStore"/> (the archive), a clock and logging.</summary>
    public static IServiceCollection AddSchemaKeeping(this IServiceCollection services, SchemaRegistryOptions? registry)
    {
        services.AddSchemaReading();
        if (registry is null)
            return services;
        return services.AddSingleton<ISchemaKeeper>(provider => new SchemaArchive(
            provider.GetRequiredService<IObjectStore>(),
            new SchemaRegistryClient(registry),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SchemaArchive>>()
        ));
    }
}
