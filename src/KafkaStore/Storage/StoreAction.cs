namespace KafkaStore.Storage;

/// <summary>What was tried when something failed; each takes another permission.</summary>
public enum StoreAction
{
    Open,
    List,
    Find,
    Read,
    Create,
    Delete,
}

public static class StoreActions
{
    /// <summary>As it follows "Cannot".</summary>
    public static string Verb(this StoreAction action) =>
        action switch
        {
            StoreAction.Open => "open",
            StoreAction.List => "list",
            StoreAction.Find => "look at",
            StoreAction.Read => "read",
            StoreAction.Create => "create",
            StoreAction.Delete => "delete",
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, null),
        };
}
