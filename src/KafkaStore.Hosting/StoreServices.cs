using KafkaStore.Mirroring;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaStore.Hosting;

/// <summary>Registers the stores that were opened.</summary>
public static class StoreServices
{
    public static IServiceCollection AddStores(this IServiceCollection services, ArchiverStores stores)
    {
        ArgumentNullException.ThrowIfNull(stores);
        services.AddSingleton(stores.Archive);
        services.AddSingleton(stores.Staging);
        foreach (Mirror mirror in stores.Mirrors)
            services.AddSingleton(mirror);
        return services;
    }
}
