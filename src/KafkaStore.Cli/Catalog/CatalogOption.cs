namespace KafkaStore.Cli.Catalog;

/// <summary><c>--mysql-metadata-url</c>, the same for every command, and the password that a configuration file may have.</summary>
/// <param name="purpose">What the command does with the catalog.</param>
internal sealed class CatalogOption(string purpose)
{
    public Option<string?> Url { get; } =
        OptionText.Create(
            "--mysql-metadata-url URL",
            $"{purpose} mysql://USER:PASSWORD@HOST:PORT/DB[?ssl-mode=MODE&ssl-ca=FILE] in MySQL or MariaDB, parts percent-encoded; the password may be in "
                + $"{MySqlCatalogUrl.PasswordVariable} instead. MODE is disabled, preferred, required, verify-ca or verify-full. [default: verify-full; preferred to this machine]"
        );

    private readonly Option<string?> password = OptionText.Hidden(
        "--mysql-password TEXT",
        "Password of the catalog's user, where its URL has none."
    );

    /// <summary>Both, in the order of the help.</summary>
    public IReadOnlyList<Option> All => [Url, password];

    /// <summary>Null when the option is not there.</summary>
    /// <exception cref="UsageException">The URL can't be used.</exception>
    public MySqlCatalogUrl? Read(ParseResult result)
    {
        if (result.GetValue(Url) is not { } text)
            return null;
        try
        {
            var url = MySqlCatalogUrl.Parse(
                text,
                result.GetValue(password) ?? Environment.GetEnvironmentVariable(MySqlCatalogUrl.PasswordVariable)
            );
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
