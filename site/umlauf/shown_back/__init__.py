"""Shows people what they typed where their form could not be taken, because the log-in had ended or the form is older
than it. With scripts the desk asks before it sends (``umlauf.desk.left_open``); this is for everybody else."""
