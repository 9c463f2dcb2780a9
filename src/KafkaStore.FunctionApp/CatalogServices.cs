using KafkaStore.Catalog.MySql;
using KafkaStore.Functions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KafkaStore.FunctionApp;

/// <summary>The catalog, and a warning at the start where it is spoken to for others to hear.</summary>
internal static class CatalogServices
{
    public static void AddMySqlCatalog(this IServiceCollection services, MySqlCatalogUrl url)
    {
        services.AddCatalog(new MySqlCatalog(url));
        if (url.IsOpenToOthers)
            services.AddHostedService(provider => new Warning(provider.GetRequiredService<ILogger<MySqlCatalog>>(), url));
    }

    private sealed class Warning(ILogger logger, MySqlCatalogUrl url) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            Log.CatalogOpenToOthers(logger, url.OpenToOthersNote);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
