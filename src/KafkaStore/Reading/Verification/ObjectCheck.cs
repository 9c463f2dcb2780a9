using KafkaStore.Containers;

namespace KafkaStore.Reading.Verification;

/// <summary>Checks one archive object by itself, reading it once from start to end, a block at a time.</summary>
internal sealed class ObjectCheck(IObjectReader store, ProblemLog problems, VerificationProgress progress)
{
    // Problems name their object already.
    private const string ErrorName = "it";

    /// <exception cref="StorageException">The store can't be read.</exception>
    public async Task<CheckedObject> RunAsync(ArchiveName name, long length, CancellationToken cancellationToken)
    {
        var read = new ReadBytes(progress);
        try
        {
            Stream stream = await store.OpenReadAsync(name.ToString(), 0, null, cancellationToken);
            await using ContainerReader reader = await ContainerReader.OpenAsync(stream, ErrorName, cancellationToken);
            return await CheckAsync(name, length, reader, read, cancellationToken);
        }
        catch (ObjectMissingException)
        {
            problems.Add(name, name.BaseOffset, ProblemKind.MissingObject, "it was listed, and gone when it was to be read");
        }
        catch (DamagedContainerException e)
        {
            problems.Add(name, name.BaseOffset, ProblemKind.HeaderDamaged, e.Message);
        }
        catch (ObjectOfflineException)
        {
            problems.Add(name, name.BaseOffset, ProblemKind.Offline, "it lies in an archive tier, so that its content can't be checked");
            return await FindTiesAsync(name, cancellationToken);
        }
        finally
        {
            read.MoveTo(length);
        }

        return new CheckedObject(name);
    }

    // How it ties in with its neighbours is kept beside it too.
    private async Task<CheckedObject> FindTiesAsync(ArchiveName name, CancellationToken cancellationToken)
    {
        ObjectProperties? properties = await store.FindAsync(name.ToString(), cancellationToken);
        SegmentFacts? facts = properties is null ? null : SegmentFacts.Parse(properties.Metadata, name);
        return new CheckedObject(name)
        {
            Facts = facts,
            NextOffset = facts?.NextOffset,
            IsSound = true,
        };
    }

    private async Task<CheckedObject> CheckAsync(
        ArchiveName name,
        long length,
        ContainerReader reader,
        ReadBytes read,
        CancellationToken cancellationToken
    )
    {
        if (SegmentFacts.Parse(reader.Header) is not { } facts)
        {
            if (!HeaderCheck.HasFacts(reader.Header))
                return await new OriginalObjectCheck(problems).RunAsync(name, reader, read, cancellationToken);
            throw new DamagedContainerException("its header's facts are incomplete or contradict each other");
        }

        ArchiveName said = facts.Container.Name;
        bool isItself = said == name;
        if (!isItself)
        {
            problems.Add(
                name,
                name.BaseOffset,
                ProblemKind.WrongIdentity,
                $"its header says it is {said}: it was swapped, renamed or copied"
            );
        }

        string? headerProblem = HeaderCheck.Problem(reader.Header, facts);
        if (headerProblem is null && !HeaderCheck.HasOwnSync(reader.Header, said))
            headerProblem = "the sync marker in its header does not follow from its name and schema, so where its blocks end can't be told";
        if (headerProblem is not null)
        {
            problems.Add(name, name.BaseOffset, ProblemKind.HeaderDamaged, headerProblem);
            return new CheckedObject(name) { NextOffset = isItself ? facts.NextOffset : null };
        }

        CheckedObject content = await new ContentCheck(name, facts, problems).RunAsync(length, reader, read, cancellationToken);
        return isItself ? content : new CheckedObject(name) { Records = content.Records };
    }
}
