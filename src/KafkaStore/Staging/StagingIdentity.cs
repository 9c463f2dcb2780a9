using KafkaStore.Markers;

namespace KafkaStore.Staging;

/// <summary>
/// Ties an archive to its staging location: when another one turns up, records that are missing from both the archive and
/// the broker may have been in the one that is gone.
/// </summary>
public sealed class StagingIdentity(IObjectStore archive, StagingArea staging)
{
    /// <summary>Notes the staging location in an archive that has none noted yet.</summary>
    public async Task EnsureNotedAsync(CancellationToken cancellationToken)
    {
        string id = await staging.GetIdAsync(cancellationToken);
        await archive.CreateAsync(MarkerName.Staging, Marker.Content(new StagingMarker(id)), cancellationToken);
    }

    /// <summary>Whether this staging location is the archive's own or one that an operator accepted in its place.</summary>
    public async Task<bool> IsKnownAsync(CancellationToken cancellationToken)
    {
        string id = await staging.GetIdAsync(cancellationToken);
        StagingMarker? noted = await Marker.FindAsync<StagingMarker>(archive, MarkerName.Staging, cancellationToken);
        if (noted is null || noted.Id == id)
            return true;
        return await archive.FindAsync(MarkerName.AcceptedStaging(id), cancellationToken) is not null;
    }

    /// <summary>The operator accepts that what the earlier staging location held is lost.</summary>
    public async Task AcceptAsync(CancellationToken cancellationToken)
    {
        string id = await staging.GetIdAsync(cancellationToken);
        await archive.CreateAsync(MarkerName.AcceptedStaging(id), Marker.Content(new StagingMarker(id)), cancellationToken);
    }
}
