namespace KafkaStore.Scripted.Network;

/// <summary>Logging in with a name and a password (PLAIN), where the broker wants one.</summary>
internal static class SaslRequests
{
    private const string Mechanism = "PLAIN";

    public static void AnswerHandshake(Call call)
    {
        bool isKnown = call.Request.Text() == Mechanism && call.Broker.Login is not null;
        call.Answer.Error(isKnown ? KafkaError.None : KafkaError.UnsupportedSaslMechanism);
        call.Answer.Array<string>([Mechanism], call.Answer.Text);
    }

    public static void AnswerAuthenticate(Call call)
    {
        // Whom to act for, a name and a password, with a zero between.
        string[] said = Encoding.UTF8.GetString(call.Request.Bytes().Span).Split('\0');
        call.IsLoggedIn = said is [_, var user, var password] && call.Broker.Login == (user, password);
        call.Answer.Error(call.IsLoggedIn ? KafkaError.None : KafkaError.SaslAuthenticationFailed);
        call.Answer.Text(call.IsLoggedIn ? null : "Invalid username or password");
        call.Answer.Bytes([]);
        if (call.Version >= 1)
            call.Answer.Int64(0); // a session without an end
    }
}
