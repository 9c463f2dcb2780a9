using KafkaStore.Restoring.Targets;

namespace KafkaStore.Restoring.Surveys;

/// <summary>The survey found what the target would refuse, delete or alter; nothing was written.</summary>
/// <param name="findings">All of it.</param>
public sealed class RestoreRefusedException(IReadOnlyList<SurveyFinding> findings)
    : RestoreException(string.Join(" ", findings.Select(finding => finding.Text)))
{
    public IReadOnlyList<SurveyFinding> Findings => findings;

    /// <summary>Does nothing where there is nothing to refuse for.</summary>
    /// <param name="ignored">Whether what is not final is not minded.</param>
    public static void ThrowIfAny(IEnumerable<SurveyFinding> findings, bool ignored)
    {
        SurveyFinding[] minded = [.. findings.Where(finding => finding.IsFinal || !ignored)];
        if (minded.Length > 0)
            throw new RestoreRefusedException(minded);
    }
}
