using System.Net;

namespace KafkaStore.Catalog.MySql;

/// <summary>
/// Where a catalog is: <c>mysql://USER:PASSWORD@HOST:PORT/DB[?ssl-mode=…&amp;ssl-ca=…]</c>, user, password and database
/// percent-encoded. Nothing it shows holds the password. The server's certificate is verified unless the URL says otherwise or
/// the server is this machine.
/// </summary>
public sealed class MySqlCatalogUrl
{
    /// <summary>Has the password where the URL has none.</summary>
    public const string PasswordVariable = "KAFKA_STORE_MYSQL_PASSWORD";

    public const int DefaultPort = 3306;

    private const string Form = "mysql://USER:PASSWORD@HOST:PORT/DB";

    private MySqlCatalogUrl(MySqlConnectionStringBuilder settings)
    {
        bool isVerified = settings.SslMode is MySqlSslMode.VerifyCA or MySqlSslMode.VerifyFull;
        IsOpenToOthers = !isVerified && !IsThisMachine(settings.Server);
        ConnectionString = settings.ConnectionString;
        (User, Database, HasPassword) = (settings.UserID, settings.Database, settings.Password.Length > 0);
        string host = settings.Server.Contains(':', StringComparison.Ordinal) ? $"[{settings.Server}]" : settings.Server;
        DisplayName = $"mysql://{Uri.EscapeDataString(User)}@{host}:{settings.Port}/{Uri.EscapeDataString(Database)}";
    }

    /// <summary>Without the password.</summary>
    public string DisplayName { get; }

    public string User { get; }

    public string Database { get; }

    public bool HasPassword { get; }

    /// <summary>Whether the server is another machine and its certificate is not looked at: who is in between can read and change all.</summary>
    public bool IsOpenToOthers { get; }

    /// <summary>What to say once where <see cref="IsOpenToOthers"/>.</summary>
    public string OpenToOthersNote =>
        $"the catalog {DisplayName} is on another machine and its ssl-mode verifies no certificate, so that who is in between can read the password and change what is said: use verify-full";

    internal string ConnectionString { get; }

    /// <param name="text">The URL.</param>
    /// <param name="password">Used where the URL has none; null or empty for none.</param>
    /// <exception cref="CatalogUrlException">It can't be used; the message does not repeat it.</exception>
    public static MySqlCatalogUrl Parse(string text, string? password)
    {
        ArgumentNullException.ThrowIfNull(text);
        string trimmed = text.Trim();
        if (!trimmed.StartsWith("mysql://", StringComparison.OrdinalIgnoreCase))
            throw Wrong("it does not begin with mysql://");

        // An @, / or # in a password would end it early, and the rest would be taken for a host that is then shown.
        string authority = trimmed["mysql://".Length..].Split('/', '?', '#')[0];
        if (authority.Count(c => c == '@') > 1 || !Uri.TryCreate(trimmed, UriKind.Absolute, out Uri? url) || url.Host.Length == 0)
            throw Wrong("its host, port or password can't be read (in a password @ is written %40, / %2F, : %3A, # %23, ? %3F and % %25)");
        if (url.Fragment.Length > 0)
            throw Wrong("it holds a #, which in a password is written %23");
        string database = Uri.UnescapeDataString(url.AbsolutePath.Trim('/'));
        if (database.Length == 0 || database.Contains('/', StringComparison.Ordinal))
            throw Wrong("it names no database");
        string[] user = url.UserInfo.Split(':', 2);
        var settings = new MySqlConnectionStringBuilder
        {
            Server = url.Host.Trim('[', ']'),
            Port = (uint)(url.Port < 0 ? DefaultPort : url.Port),
            UserID = user[0].Length == 0 ? "root" : Uri.UnescapeDataString(user[0]), // as the original's client has it
            Password = user.Length > 1 && user[1].Length > 0 ? Uri.UnescapeDataString(user[1]) : password ?? "",
            Database = database,
            ConvertZeroDateTime = true,
            SslMode = IsThisMachine(url.Host) ? MySqlSslMode.Preferred : MySqlSslMode.VerifyFull,
        };
        foreach (string option in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            Apply(option, settings);
        if (settings.SslMode == MySqlSslMode.VerifyCA && string.IsNullOrEmpty(settings.SslCa))
            throw Wrong("ssl-mode=verify-ca needs ssl-ca=FILE, the certificate authority in PEM");
        if (settings.SslMode is not (MySqlSslMode.VerifyCA or MySqlSslMode.VerifyFull) && !string.IsNullOrEmpty(settings.SslCa))
            throw Wrong("ssl-ca goes with ssl-mode=verify-ca or verify-full, the others verify nothing");

        // As everywhere else here: few authorities of one's own publish what they revoke, and without it no server would be accepted.
        if (settings.SslMode == MySqlSslMode.VerifyFull)
            settings.SkipCertificateRevocationCheck = true;
        return new MySqlCatalogUrl(settings);
    }

    public override string ToString() => DisplayName;

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    private static void Apply(string option, MySqlConnectionStringBuilder settings)
    {
        string[] parts = option.Split('=', 2);
        string value = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
        switch (parts[0])
        {
            case "ssl-mode":
                settings.SslMode = value.ToUpperInvariant() switch
                {
                    "DISABLED" => MySqlSslMode.Disabled,
                    "PREFERRED" => MySqlSslMode.Preferred,
                    "REQUIRED" => MySqlSslMode.Required,
                    "VERIFY-CA" => MySqlSslMode.VerifyCA,
                    "VERIFY-FULL" => MySqlSslMode.VerifyFull,
                    _ => throw Wrong("ssl-mode is none of disabled, preferred, required, verify-ca and verify-full"),
                };
                break;
            case "ssl-ca":
                string file = Path.GetFullPath(value);
                if (!File.Exists(file))
                    throw Wrong($"there is no file {file} for ssl-ca");
                if (!File.ReadAllText(file).Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal))
                    throw Wrong($"{file} for ssl-ca is no certificate in PEM");
                settings.SslCa = file;
                break;
            default:
                throw Wrong($"it has the option {parts[0]}, and only ssl-mode and ssl-ca are known");
        }
    }

    private static CatalogUrlException Wrong(string what) =>
        new($"The catalog's URL can't be used: {what}. It is written {Form}[?ssl-mode=MODE&ssl-ca=FILE].");
}

/// <summary>A catalog's URL can't be used; the message says what to write instead, and does not repeat the URL.</summary>
public sealed class CatalogUrlException(string message) : Exception(message);
