namespace KafkaStore.Functions.Http.Limits;

/// <summary>Counts what each client has of something, of which none has more than its share. May be asked concurrently.</summary>
/// <param name="share">0 and above.</param>
public sealed class ClientShares(int share)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> taken = new(StringComparer.Ordinal);

    /// <summary>False where the client has its share; otherwise it has one more, until that is freed.</summary>
    public bool TryTake(string client)
    {
        lock (gate)
        {
            int own = taken.GetValueOrDefault(client);
            if (own == share)
                return false;
            taken[client] = own + 1;
            return true;
        }
    }

    /// <summary>The client has one less.</summary>
    public void Free(string client)
    {
        lock (gate)
        {
            if (--taken[client] == 0)
                taken.Remove(client);
        }
    }
}
