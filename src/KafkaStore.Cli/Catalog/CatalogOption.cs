namespace KafkaStore.Cli.Catalog;

/// <summary><c>--mysql-metadata-url</c>, the same for every command.</summary>
internal static class CatalogOption
{
    public static Option<string?> Create(string purpose) =>
        OptionText.Create(
            "--mysql-metadata-url URL",
            $"{purpose} mysql://USER:PASSWORD@HOST:PORT/DB[?ssl-mode=MODE&ssl-ca=FILE] in MySQL or MariaDB, parts percent-encoded; the password may be in "
                + $"{MySqlCatalogUrl.PasswordVariable} instead. MODE is disabled, preferred, required, verify-ca or verify-full. [default: verify-full; preferred to this machine]"
        );

    /// <summary>Null when the option is not there.</summary>
    /// <exception cref="UsageException">The URL can't be used.</exception>
    public static MySqlCatalogUrl? CatalogUrl(this ParseResult result, Option<string?> option)
    {
        if (result.GetValue(option) is not { } text)
            return null;
        try
        {
            var url = MySqlCatalogUrl.Parse(text, Environment.GetEnvironmentVariable(MySqlCatalogUrl.PasswordVariable));
            if (url.IsOpenToOthers)
                Console.Error.WriteLine($"note: {url.OpenToOthersNote}.");
            return url;
        }
        catch (CatalogUrlException e)
        {
            throw new UsageException(e.Message);
        }
    }
}
