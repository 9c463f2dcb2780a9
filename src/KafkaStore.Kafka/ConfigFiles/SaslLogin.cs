namespace KafkaStore.Kafka.ConfigFiles;

/// <summary>Java's words for logging in: a login module of <c>sasl.jaas.config</c> becomes librdkafka's properties.</summary>
internal static class SaslLogin
{
    private const string Jaas = "sasl.jaas.config";
    private const string Mechanism = "sasl.mechanism";
    private const string Handler = "sasl.login.callback.handler.class";
    private const string Endpoint = "sasl.oauthbearer.token.endpoint.url";
    private const string ClientId = "sasl.oauthbearer.client.credentials.client.id";
    private const string ClientSecret = "sasl.oauthbearer.client.credentials.client.secret";
    private const string Extension = "extension_";

    /// <exception cref="KafkaPropertyException">The login can't be understood, or is none of those that are.</exception>
    public static void Translate(ConfigTranslation config)
    {
        // Java's name of the way that is always gone here.
        if (config.Look(Handler)?.EndsWith(".OAuthBearerLoginCallbackHandler", StringComparison.Ordinal) == true)
            config.Take(Handler);
        if (config.Take(Jaas) is { } text)
            Translate(config, Parsed(config, text));
        if (config.Look(Mechanism) == "OAUTHBEARER" && config.Look(Endpoint) is not null && !config.Has("sasl.oauthbearer.method"))
            config.Put("sasl.oauthbearer.method", "oidc");
    }

    private static JaasLogin Parsed(ConfigTranslation config, string text)
    {
        try
        {
            return JaasLogin.Parse(text);
        }
        catch (FormatException e)
        {
            throw config.Refused($"{Jaas} can't be read: {e.Message}", e);
        }
    }

    private static void Translate(ConfigTranslation config, JaasLogin login)
    {
        switch (login.Module)
        {
            case "PlainLoginModule":
                ThrowUnlessOf(config, login, mechanism => mechanism == "PLAIN");
                PutPassword(config, login);
                break;
            case "ScramLoginModule":
                ThrowUnlessOf(config, login, mechanism => mechanism.StartsWith("SCRAM-SHA-", StringComparison.Ordinal));
                if (login.Options.ContainsKey("tokenauth"))
                {
                    throw config.Refused(
                        $"{Jaas} logs in with a delegation token (tokenauth), which this client can't: use a user's password"
                    );
                }

                PutPassword(config, login);
                break;
            case "OAuthBearerLoginModule":
                ThrowUnlessOf(config, login, mechanism => mechanism == "OAUTHBEARER");
                PutOAuth(config, login);
                break;
            case "Krb5LoginModule":
                throw config.Refused(
                    $"{Jaas} of Kerberos is not read: write sasl.kerberos.principal and sasl.kerberos.keytab in its place"
                );
            default:
                throw config.Refused(
                    $"{Jaas} names a login module that is not known here: those of PLAIN, SCRAM and OAUTHBEARER are (PlainLoginModule, ScramLoginModule, OAuthBearerLoginModule)"
                );
        }
    }

    private static void ThrowUnlessOf(ConfigTranslation config, JaasLogin login, Func<string, bool> fits)
    {
        if (config.Look(Mechanism) is { } mechanism && !fits(mechanism))
            throw config.Refused($"{Jaas} names {login.Module}, which is not of {Mechanism}={mechanism}: let the two say the same");
    }

    private static void PutPassword(ConfigTranslation config, JaasLogin login)
    {
        config.Put("sasl.username", Needed(config, login, "username"));
        config.Put("sasl.password", Needed(config, login, "password"));
        IgnoreOthers(config, login, option => option is "username" or "password");
    }

    private static void PutOAuth(ConfigTranslation config, JaasLogin login)
    {
        if (config.Look(Endpoint) is null)
            throw config.Refused($"{login.Module} needs {Endpoint}: where tokens are given for a client's id and secret");
        if (config.Look(ClientId) is null)
            config.Put("sasl.oauthbearer.client.id", Needed(config, login, "clientId"));
        if (config.Look(ClientSecret) is null)
            config.Put("sasl.oauthbearer.client.secret", Needed(config, login, "clientSecret"));
        if (config.Look("sasl.oauthbearer.scope") is null)
            config.Put("sasl.oauthbearer.scope", login.Options.GetValueOrDefault("scope")?.Text);
        string[] extensions =
        [
            .. login
                .Options.Where(option => option.Key.StartsWith(Extension, StringComparison.Ordinal))
                .Select(option => $"{option.Key[Extension.Length..]}={option.Value.Text}"),
        ];
        if (extensions.Length > 0)
            config.Put("sasl.oauthbearer.extensions", string.Join(',', extensions));
        IgnoreOthers(
            config,
            login,
            option => option is "clientId" or "clientSecret" or "scope" || option.StartsWith(Extension, StringComparison.Ordinal)
        );
    }

    private static string Needed(ConfigTranslation config, JaasLogin login, string option) =>
        login.Options.TryGetValue(option, out Storage.Secret? value) && value.Text.Length > 0
            ? value.Text
            : throw config.Refused($"{Jaas} has no {option}, which {login.Module} needs");

    private static void IgnoreOthers(ConfigTranslation config, JaasLogin login, Func<string, bool> isUsed)
    {
        // By number: what looks like a name may be a piece of a secret that lacks its quotation marks.
        if (login.Options.Keys.Count(option => !isUsed(option)) is > 0 and var others)
        {
            config.Ignore(
                $"{(others == 1 ? "an option" : $"{others} options")} of {Jaas}",
                $"a client's {login.Module} has no such option"
            );
        }
    }
}
