namespace KafkaStore.Functions.Settings;

/// <summary>By what clients over HTTP are told apart, of whom none may have all the places.</summary>
public enum ClientIdentity
{
    /// <summary>By the key that they send: behind a host that forwards requests, all addresses are its own.</summary>
    Key,

    /// <summary>By their addresses, of IPv6 by the network; behind a proxy all are one.</summary>
    Address,
}
